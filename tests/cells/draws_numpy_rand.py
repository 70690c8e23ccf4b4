# expect: parallel
# setup
import numpy as np
out = np.zeros(20)
# cell
for i in range(20):
    out[i] = np.random.rand(4, 3).sum()
after = np.random.rand()
