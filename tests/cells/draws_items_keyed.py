# expect: parallel
# setup
import numpy as np
import random
rng = np.random.default_rng(1)
rows = [{'a': k} for k in range(25)]
# cell
for row in rows:
    row['noise'] = rng.normal()
    row['pick'] = random.choice('abc')
after = rng.random(), random.random()
