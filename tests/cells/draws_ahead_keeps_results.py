# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
# cell
for i in range(30):
    n = 1 + i % 4
    x = rng.normal(size=n)
    out.append(n)
    out.append(float(x[0]))
after = rng.random()
