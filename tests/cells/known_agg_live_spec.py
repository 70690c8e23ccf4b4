# expect: serial
# codes: NBP202
# setup
import pandas as pd
seen = []
def note(x):
    seen.append(1)
    return x.sum()
spec = {'a': note}
df = pd.DataFrame({'a': [1, 2]})
out = []
# cell
for i in range(6):
    out.append(int((df + i).agg(spec)['a']))
