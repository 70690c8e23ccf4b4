# expect: serial
# codes: NBP107
# setup
import pandas as pd
seen = []
def note(x):
    seen.append(1)
    return x.sum()
df = pd.DataFrame({'a': [1, 2]})
out = []
# cell
for i in range(6):
    out.append(int((df + i).agg({'a': note})['a']))
