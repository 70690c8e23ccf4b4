# expect: parallel
# setup
import numpy as np
a=np.arange(10.)
b=np.ones(10)
# cell
for i in range(10):
    t=a[i]
    a[i]=b[i]+1
    b[i]=t*2
