# expect: any any
# setup
import numpy as np
rng=np.random.default_rng(5)
import pandas as pd
df = pd.DataFrame(rng.normal(size=(64, 23)) * 10.0 ** rng.integers(-8, 8, size=(64, 23)), columns=[f"c{i}" for i in range(23)])
# cell
for i in range(20):
    col = df["c2"]
    df.loc[i, "c1"] = float(col.iloc[i]) * 2
lie = [x.mgr_locs.as_array.tolist() for x in df._mgr.blocks]
sums = df.sum(axis=1)
