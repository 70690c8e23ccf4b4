# expect: parallel
# setup
out=[]
# cell
import numpy as np
for i in range(5):
    rng=np.random.default_rng(i)
    out.append(rng.normal(size=3).sum())
