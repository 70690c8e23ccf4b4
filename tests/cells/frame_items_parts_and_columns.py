# expect: any any any any
# setup
import numpy as np
rng=np.random.default_rng(5)
import pandas as pd
dfs={k: pd.DataFrame(rng.normal(size=(20,9)), columns=list("abcdefghi")) for k in range(8)}
# cell
for k, d in dfs.items():
    d.iloc[0, 0] = 5.0
    d["z"] = 1
    d.drop(columns="c", inplace=True)
r = [[b.mgr_locs.as_array.tolist() for b in d._mgr.blocks] for d in dfs.values()]
f = [d.to_numpy().flags.f_contiguous for d in dfs.values()]
s = [d.sum(axis=1) for d in dfs.values()]
