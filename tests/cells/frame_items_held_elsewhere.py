# expect: parallel any any any any
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(5)
dfs = [pd.DataFrame(rng.normal(size=(20, 9)), columns=list('abcdefghi')) for _ in range(8)]
keep = [d.copy(deep=False) for d in dfs]
# cell
for d in dfs:
    d.loc[d['a'] < 0, 'a'] = 0.0
    d['z'] = 1.0
lie = [[b.mgr_locs.as_array.tolist() for b in d._mgr.blocks] for d in dfs]
sums = [d.sum(axis=1) for d in dfs]
