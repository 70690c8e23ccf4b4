# expect: parallel
# setup
import numpy as np, pandas as pd
df = pd.DataFrame(np.random.rand(101, 9), columns=list("abcdefghi"))
d2 = df[["a", "d", "i"]]; d3 = df.iloc[::2, ::-2]; s = df["c"]; t = df.T
out = []
# cell
for j in range(12):
    out.append((d2.sum(axis=1).sum(), d3.sum(axis=1).sum(), d3.mean().sum(), s.dot(s), t.sum().sum(), d3.values.sum(), t.values.strides, d3.to_numpy().sum(axis=0).sum()))
