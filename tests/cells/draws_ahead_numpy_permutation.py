# expect: parallel
# setup
import numpy as np
out = []
# cell
for i in range(30):
    out.append(np.random.permutation(9).tolist() + np.random.randint(0, 7, 3).tolist())
after = np.random.rand()
