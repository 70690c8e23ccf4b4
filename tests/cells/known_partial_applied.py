# expect: serial
# codes: NBP107
# setup
from functools import partial
import pandas as pd
seen = []
def note(tag, x):
    seen.append((tag, x))
    return x
p = partial(note, 'a')
s = pd.Series([1, 2])
out = []
# cell
for i in range(6):
    out.append(s.apply(p).sum())
