# expect: any
# setup
import numpy as np
np.random.seed(4); np.random.rand()
out = []
# cell
for i in range(6):
    if i > 3: np.random.rand()
    out.append(np.random.get_state()[2])
