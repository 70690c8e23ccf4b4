# expect: parallel
# setup
import numpy as np
np.random.seed(4); np.random.rand()
def snap(): return np.random.get_state()[2]
out = []
# cell
for i in range(6):
    out.append(snap())
