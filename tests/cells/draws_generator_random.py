# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(1)
same = rng
out = []
# cell
for i in range(30):
    out.append(rng.random(5).mean())
after = rng.random(), rng is same
