# expect: any any any
# setup
import numpy as np
rng=np.random.default_rng(5)
import pandas as pd
dfs=[pd.DataFrame(rng.normal(size=(20,9)), columns=list("abcdefghi")) for _ in range(8)]
# cell
for d in dfs:
    d["z"] = d["a"] * 2
    d["b"] = 1.5
r = [[b.mgr_locs.as_array.tolist() for b in d._mgr.blocks] for d in dfs]
s = [d.sum(axis=1) for d in dfs]
