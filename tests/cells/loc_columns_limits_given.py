# expect: parallel parallel
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(4)
df = pd.DataFrame({'a': rng.normal(size=40), 'b': rng.normal(size=40), 'g': list('xy') * 20})
limits = {'a': (-1.0, 0.5), 'b': (-0.2, 0.9)}
tops = df[['a', 'b']].max()
# cell
for c in ['a', 'b']:
    low, high = limits[c]
    df.loc[df[c] < low, c] = low
    df.loc[df[c] > high, c] = min(high, tops[c])
for c, (low, high) in limits.items():
    df.loc[df[c] < low / 2, c] = round(low / 2, 3)
