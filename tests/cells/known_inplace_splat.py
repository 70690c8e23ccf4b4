# expect: serial
# codes: NBP106
# setup
import pandas as pd
df = pd.DataFrame({'a': [3, 1, 2]})
kw = {'inplace': True}
out = []
# cell
for i in range(6):
    df.sort_values('a', ascending=bool(i % 2), **kw)
    out.append(i)
