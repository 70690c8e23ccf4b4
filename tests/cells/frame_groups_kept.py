# expect: any
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbb'), 'v': [3., 1, 5, 2, 4]})
keep = []
# cell
for g, sub in df.groupby('g', sort=False):
    keep.append(sub)
    df.loc[sub.index, 'v'] = 0.0
