# expect: parallel
# setup
import numpy as np
a=np.arange(20.)
# cell
for i in range(20):
    a[i]=a[i]*2+i
