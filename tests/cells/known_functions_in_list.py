# expect: serial
# codes: NBP107
# setup
import pandas as pd
seen = []
def note(x):
    seen.append(x)
    return x
s = pd.Series([1, 2])
out = []
# cell
for i in range(6):
    fs = [note, abs]
    out.append(int((s + i).apply(fs[0]).sum()))
