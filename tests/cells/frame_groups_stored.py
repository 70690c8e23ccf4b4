# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbb'), 'v': [3, 1, 5, 2, 4]})
df['z'] = 0.0
# cell
for g, sub in df.groupby('g'):
    df.loc[sub.index, 'z'] = (sub['v'] - sub['v'].mean()) / sub['v'].std()
