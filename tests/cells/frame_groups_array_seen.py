# expect: serial
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbb'), 'v': [3., 1, 5, 2, 4]})
arr = df['v'].to_numpy()
# cell
out = []
for g, sub in df.groupby('g'):
    df.loc[sub.index, 'v'] = sub['v'].mean() * 10
    out.append(arr.sum())
