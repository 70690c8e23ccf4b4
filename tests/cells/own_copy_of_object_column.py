# expect: any
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(4)
df = pd.DataFrame({'a': rng.normal(size=40), 'b': rng.normal(size=40), 'n': rng.integers(0, 9, 40), 'g': list('xy') * 20})
df.loc[3, 'a'] = np.nan
df['o'] = pd.Series([[1]] * 40, dtype=object)
# cell
out = []
for c in ['o']:
    t = df[c].copy()
    t.iloc[0].append(5)
    out.append(len(t))
