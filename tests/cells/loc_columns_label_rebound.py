# expect: any any
# setup
import numpy as np, pandas as pd
rng = np.random.default_rng(3)
df = pd.DataFrame(rng.normal(size=(64, 23)) * 10.0 ** rng.integers(-8, 8, size=(64, 23)), columns=[f"c{i}" for i in range(23)])
x=1
# cell
for c in ["c1", "c2"]:
    df.loc[df[c] < 0, c] = (c := "c5") and 1.0
s = df.sum(axis=1)
n = [b.mgr_locs.as_array.tolist() for b in df._mgr.blocks]
