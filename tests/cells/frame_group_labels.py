# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbc'), 'v': [3., 1, 5, 2, 4], 'w': [1., 1, 1, 2, 2]})
# cell
for idx in df.groupby('g').groups.values():
    df.loc[idx, 'w'] = df.loc[idx, 'v'].cumsum()
