# expect: parallel
# setup
import io
from tqdm.auto import tqdm
xs = list("abcdef")
# cell
out = []
for i, x in enumerate(tqdm(xs, disable=True)):
    out.append((i, x.upper()))
