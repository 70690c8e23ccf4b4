# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbc'), 'v': [3., 1, 5, 2, 4]})
df['n'] = -1
# cell
for g, sub in df.sort_values('v').groupby('g'):
    df.loc[sub.index, 'n'] = range(len(sub))
