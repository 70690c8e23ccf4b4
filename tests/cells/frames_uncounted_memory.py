# expect: serial
# setup
import pandas as pd, numpy as np
base = np.arange(10.).reshape(5, 2)
df = pd.DataFrame(base, columns=['a', 'b'], copy=False)
other = pd.DataFrame(base, columns=['a', 'b'], copy=False)
# cell
out = []
for i in range(5):
    df.loc[i, 'a'] = 100.0 + i
    out.append(other['a'].sum())
