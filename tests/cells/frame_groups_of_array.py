# expect: serial
# setup
import pandas as pd, numpy as np
base = np.array([3., 1, 5, 2, 4])
df = pd.DataFrame({'v': base}, copy=False)
df['g'] = list('aabbb')
# cell
out = []
for g, sub in df.groupby('g'):
    df.loc[sub.index, 'v'] = sub['v'].mean() * 10
    out.append(base.sum())
