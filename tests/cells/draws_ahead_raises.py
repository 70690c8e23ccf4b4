# expect: any
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
# cell
for i in range(60):
    x = rng.normal(size=2).sum()
    if x > 3:
        raise ValueError(float(x))
    out.append(float(x))
