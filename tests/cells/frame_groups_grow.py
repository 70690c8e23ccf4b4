# expect: any
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbc'), 'v': [3., 1, 5, 2, 4]})
# cell
for g, sub in df.groupby('g'):
    df.loc[len(df)] = [g, sub['v'].sum()]
