# expect: parallel
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(4)
df = pd.DataFrame({'a': rng.normal(size=40), 'b': rng.normal(size=40), 'n': rng.integers(0, 9, 40), 'g': list('xy') * 20})
df.loc[3, 'a'] = np.nan
# cell
kept = {}
for c in ['a', 'b']:
    mask = (df[c].abs() > 1) & ~df['g'].eq('x')
    df.loc[mask, c] = 0.0
    kept[c] = int(mask.sum())
