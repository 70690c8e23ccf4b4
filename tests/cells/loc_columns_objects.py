# expect: any
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(4)
df = pd.DataFrame({'a': rng.normal(size=40), 'b': rng.normal(size=40), 'n': rng.integers(0, 9, 40), 'g': list('xy') * 20})
df.loc[3, 'a'] = np.nan
df['o'] = pd.Series([[1]] * 40, dtype=object)
df['p'] = pd.Series(['u', 2] * 20, dtype=object)
# cell
for c in ['o', 'p']:
    df.loc[df['n'] > 4, c] = 'z'
