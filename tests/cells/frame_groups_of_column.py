# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'g': list('aabbc'), 'v': [3., 1, 5, 2, 4], 'w': [1., 1, 1, 2, 2]})
# cell
for g, s in df.groupby('g')['v']:
    df.loc[s.index, 'w'] = s.rank()
