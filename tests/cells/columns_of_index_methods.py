# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'k': [1, 5, 1], 'a': [1, 5, 3], 'b': [2., 3, 4], 's': list('xyx')})
# cell
for c in df.select_dtypes('number').columns.drop('k'):
    df[c] = df[c] - df[c].mean()
