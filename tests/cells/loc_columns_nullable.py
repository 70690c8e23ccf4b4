# expect: any
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(4)
df = pd.DataFrame({'a': rng.normal(size=40), 'b': rng.normal(size=40), 'n': rng.integers(0, 9, 40), 'g': list('xy') * 20})
df.loc[3, 'a'] = np.nan
df['i'] = pd.array([1, None, 3, 4] * 10, dtype='Int64')
df['j'] = df['i'] * 2
# cell
for c in ['i', 'j']:
    df.loc[df[c] > 2, c] = 0
