# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'k': [1, 5, 1], 'a': [1, 5, 3], 'b': [2., 3, 4], 's': list('xyx')})
# cell
for i, (label, row) in enumerate(df.iterrows()):
    df.at[label, 'n'] = row['a'] * i
