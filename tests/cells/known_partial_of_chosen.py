# expect: serial
# setup
from functools import partial
seen = []
def note(tag, x):
    seen.append((tag, x))
    return x
def plain(tag, x):
    return x
out = []
# cell
for i in range(6):
    fs = [note, plain]
    p = partial(fs[i % 2], 'a')
    out.append(list(map(p, [i, i + 1])))
