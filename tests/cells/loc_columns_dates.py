# expect: any
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(4)
df = pd.DataFrame({'a': rng.normal(size=40), 'b': rng.normal(size=40), 'n': rng.integers(0, 9, 40), 'g': list('xy') * 20})
df.loc[3, 'a'] = np.nan
df['d'] = pd.date_range('2024-01-01', periods=40)
df['e'] = df['d'] + pd.Timedelta('1D')
# cell
for c in ['d', 'e']:
    df.loc[df[c] > '2024-01-20', c] = pd.NaT
