# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'k': [1, 5, 1], 'a': [1, 5, 3], 'b': [2., 3, 4], 's': list('xyx')})
# cell
for lag in (1, 2, 3):
    df['lag' + str(lag)] = df.a.shift(lag) + df[['a', 'b']].sum(axis=1) + df.shape[0] + len(df.index)
