# expect: any
# setup
import pandas as pd, numpy as np
df = pd.DataFrame({'g': list('aabbb'), 'v': [3., 1, 5, 2, 4]})
col = df['v']
# cell
out = []
for i in range(5):
    df.loc[i, 'v'] = 100.0 + i
    out.append(col.sum())
