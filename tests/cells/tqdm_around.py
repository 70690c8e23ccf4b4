# expect: parallel parallel parallel
# setup
import io
from tqdm import tqdm, trange
quiet = io.StringIO()
def bar(xs, **more):
    return tqdm(xs, file=quiet, **more)
xs = list(range(9))
b = bar(xs)
# cell
out = []
for x in b:
    out.append(x * 2)
counted = b.n, b.total
for i in trange(5, file=io.StringIO()):
    out.append(i)
ys = [x + 1 for x in tqdm(xs, disable=True)]
del b, quiet, i
