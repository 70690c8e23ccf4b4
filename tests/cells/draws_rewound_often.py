# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
# cell
for i in range(200):
    x = rng.integers(0, 3 * 2 ** 30, 40 if i % 17 else 41).sum()
    out.append(int(x))
after = rng.random()
