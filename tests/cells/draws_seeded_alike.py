# expect: parallel
# setup
import numpy as np
out = []
# cell
for i in range(20):
    np.random.seed(i % 2)
    if i % 3:
        out.append(np.random.normal())
after = np.random.rand()
