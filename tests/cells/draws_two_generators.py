# expect: parallel
# setup
import random
import numpy as np
a, b = np.random.default_rng(1), np.random.RandomState(1)
out = []
# cell
for i in range(30):
    out.append(a.random() + b.rand() + random.random() + np.random.rand())
after = a.random(), b.rand(), random.random(), np.random.rand()
