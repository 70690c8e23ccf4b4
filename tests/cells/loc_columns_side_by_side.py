# expect: parallel
# setup
import numpy as np, pandas as pd
rng = np.random.default_rng(3)
df = pd.DataFrame(rng.normal(size=(64, 23)) * 10.0 ** rng.integers(-8, 8, size=(64, 23)), columns=[f"c{i}" for i in range(23)])
# cell
for c in df.columns:
    df.loc[df[c] < -0.5, c] = -0.5
s = df.sum(axis=1)
m = df.mean(axis=1)
t = df.to_numpy().sum()
f = (df.values.flags.c_contiguous, df.values.flags.f_contiguous)
n = len(df._mgr.blocks)
d = df.to_numpy() @ np.arange(23.0)
