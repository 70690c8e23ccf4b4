# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(1)
a = np.ones((20, 3))
# cell
for i in range(20):
    a[i] += rng.normal(size=3) * a[i].sum()
after = rng.random()
