# expect: any
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbc'), 'v': [3., 1, 5, 2, 4]})
subs = {}
# cell
for g, sub in df.groupby('g'):
    sub.loc[:, 'v'] = 0.0
    subs[g] = sub
    df.loc[sub.index, 'v'] = -1.0
