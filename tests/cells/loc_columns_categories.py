# expect: any
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(4)
df = pd.DataFrame({'a': rng.normal(size=40), 'b': rng.normal(size=40), 'n': rng.integers(0, 9, 40), 'g': list('xy') * 20})
df.loc[3, 'a'] = np.nan
df['k'] = df['g'].astype('category')
df['l'] = df['g'].astype('category')
# cell
for c in ['k', 'l']:
    df.loc[df[c] == 'x', c] = 'y'
