# expect: serial
# codes: NBP107
# setup
from functools import partial
seen = []
def note(tag, x):
    seen.append((tag, x))
    return x
p = partial(note, 'a')
out = []
# cell
for i in range(6):
    out.append(p(i))
