# expect: parallel
# setup
import pandas as pd, numpy as np
df = pd.DataFrame({'g': list('aabbb'), 'v': [3., 1, 5, 2, 4]})
df['z'] = 0.0
# cell
for g, sub in df.groupby('g'):
    sub['w'] = sub['v'].cumsum()
    df.loc[sub.index, 'z'] = sub['w']
