# expect: any
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(4)
df = pd.DataFrame({'a': rng.normal(size=40), 'b': rng.normal(size=40), 'n': rng.integers(0, 9, 40), 'g': list('xy') * 20})
df.loc[3, 'a'] = np.nan
# cell
for c in ['a', 'b']:
    df.loc[df[c] < 0, c] = df[c][::-1] ** 2
