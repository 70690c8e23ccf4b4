# expect: serial
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbb'), 'v': [3., 1, 5, 2, 4]})
# cell
for g, sub in df.groupby('g', sort=False):
    df.loc[2:, 'v'] = 100.0 + sub['v'].iloc[0]
