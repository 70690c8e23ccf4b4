# expect: any
# setup
import pandas as pd
df = pd.DataFrame({'a': [1, 5, 3, 7], 'b': [2, 3, 4, 5]})
# cell
for i, x in enumerate(df['b'].to_numpy()):
    df.loc[min(i + 1, 3), 'b'] = int(x) * 2
