# expect: parallel
# setup
import numpy as np
arrs=[np.arange(4.)+i for i in range(6)]
v=arrs[3][::2]
# cell
for a in arrs:
    a*=2
    a[0]=a.sum()
