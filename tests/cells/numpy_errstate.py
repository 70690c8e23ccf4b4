# expect: parallel
# setup
out = []
# cell
import numpy as np
old = np.seterr(all='ignore')
for i in range(4):
    out.append(np.float64(i) / 0)
np.seterr(**old)
del old
