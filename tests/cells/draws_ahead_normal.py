# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
# cell
for i in range(40):
    out.append(float(np.linalg.norm(rng.normal(size=12))))
after = rng.random()
