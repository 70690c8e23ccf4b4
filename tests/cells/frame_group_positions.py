# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbc'), 'v': [3., 1, 5, 2, 4], 'w': [1., 1, 1, 2, 2]})
# cell
for k, pos in df.groupby('g').indices.items():
    df.iloc[pos, 2] = df.iloc[pos, 1].cumsum()
