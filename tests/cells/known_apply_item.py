# expect: serial
# codes: NBP202
# setup
import pandas as pd
seen = []
def note(x):
    seen.append(x)
    return x
def other(x):
    return -x
s = pd.Series([1, 2])
out = []
# cell
for f in [note, other, note, other]:
    out.append(int(s.apply(f).sum()))
