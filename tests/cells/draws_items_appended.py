# expect: parallel
# setup
import numpy as np
import random
rng = np.random.default_rng(1)
rows = [[1.0, 2.0, 3.0] for _ in range(25)]
# cell
for row in rows:
    row.append(rng.normal())
    row.append(rng.poisson(3))
after = rng.random()
