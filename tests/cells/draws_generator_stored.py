# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(1)
out = []
# cell
for i in range(20):
    out.append((rng, rng.random()))
after = rng.random(), all(r is rng for r, _ in out)
