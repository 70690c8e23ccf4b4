# expect: parallel
# setup
import copy
import numpy as np
rng = np.random.default_rng(0)
out = []
# cell
for i in range(6):
    own = copy.deepcopy(rng)
    out.append(float(own.normal(loc=i)))
