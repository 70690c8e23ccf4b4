# expect: parallel
# setup
import numpy as np
rng=np.random.default_rng(5)
import pandas as pd
df = pd.DataFrame(rng.normal(size=(64, 23)) * 10.0 ** rng.integers(-8, 8, size=(64, 23)), columns=[f"c{i}" for i in range(23)])
df["g"]=list("abcd")*16
# cell
out=[]
for g, sub in df.groupby("g"):
    sub.loc[sub["c1"] < 0, "c1"] = 0.0
    out.append(sub.drop(columns="g").sum(axis=1))
