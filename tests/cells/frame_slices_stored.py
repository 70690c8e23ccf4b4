# expect: any
# setup
import pandas as pd, numpy as np
df = pd.DataFrame({'v': np.arange(12.), 'z': 0.0})
parts = [df.iloc[k:k+3] for k in (0, 3, 6, 9)]
# cell
out = []
for p in parts:
    df.loc[p.index, 'v'] = p['v'].mean() * 10
    out.append(p['v'].sum())
