# expect: any parallel
# setup
import pandas as pd
df = pd.DataFrame({'k': [1, 5, 1], 'a': [1, 5, 3], 'b': [2., 3, 4], 's': list('xyx')})
# cell
for c in [c for c in df.columns if c != 's']:
    df[c + '_sq'] = df[c] ** 2
