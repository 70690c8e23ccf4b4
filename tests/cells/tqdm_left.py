# expect: any any any
# setup
import io
from tqdm import tqdm
b = tqdm(range(9), file=io.StringIO())
c = tqdm(enumerate("abc"), file=io.StringIO(), total=3)
# cell
for x in b:
    if x == 4:
        break
n = b.n
out = []
for i, x in c:
    out.append((i, x))
    c.set_description(x)
m = c.n
try:
    for x in tqdm([3, 2, 1, 0], file=io.StringIO()):
        y = 1 / x
except ZeroDivisionError:
    pass
del b, c
