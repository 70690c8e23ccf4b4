# expect: serial
# codes: NBP106
# setup
import pandas as pd
df = pd.DataFrame({'a': [1, 5, 3, 7], 'b': [2, 3, 4, 5]})
# cell
for i, (label, row) in enumerate(df.iterrows()):
    df.at[min(i + 1, 3), 'b'] = row['b'] * 2
