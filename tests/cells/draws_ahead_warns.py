# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
import warnings

def noisy(n):
    x = rng.normal(size=n)
    warnings.warn('drawn')
    return int(abs(x[0]) * 3)
# cell
for i in range(20):
    n = noisy(2)
    out.append(rng.normal(size=1 + n).sum())
after = rng.random()
