# expect: parallel
# setup
import numpy as np
rng = np.random.Generator(np.random.SFC64(9))
out = []
# cell
for i in range(30):
    out.append(rng.random(3).sum() + rng.integers(0, 16))
after = rng.random(), rng.integers(0, 16, 3)
