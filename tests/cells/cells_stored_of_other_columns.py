# expect: any any
# setup
import numpy as np
rng=np.random.default_rng(5)
import pandas as pd
df = pd.DataFrame(rng.normal(size=(64, 23)) * 10.0 ** rng.integers(-8, 8, size=(64, 23)), columns=[f"c{i}" for i in range(23)])
# cell
for i in range(20):
    df.loc[i, "c1"] = df["c2"].iloc[i] * df["c3"].mean()
lie = [x.mgr_locs.as_array.tolist() for x in df._mgr.blocks]
sums = df.sum(axis=1)
