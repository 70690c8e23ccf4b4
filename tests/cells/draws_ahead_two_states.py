# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
import random
# cell
for i in range(30):
    out.append(rng.normal() + random.randint(1, 6) + np.random.randn())
after = rng.random(), random.random(), np.random.rand()
