# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(1)
out = []
# cell
for i in range(31):
    out.append(rng.integers(0, 1 << 30, 3).tolist() + [float(rng.random())])
after = rng.integers(0, 1 << 30), rng.random()
