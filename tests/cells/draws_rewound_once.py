# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
# cell
for i in range(120):
    out.append(int(rng.integers(0, 3 * 2 ** 30 if i > 5 else 2 ** 31)))
after = rng.random()
