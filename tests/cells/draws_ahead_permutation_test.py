# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
x = np.arange(40.) ** 1.3
# cell
for i in range(30):
    p = rng.permutation(x)
    out.append(float(p[:20].mean() - p[20:].mean()))
after = rng.random()
