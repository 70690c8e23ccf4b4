# expect: parallel
# setup
import numpy as np
n=10
a=np.arange(20.)
# cell
for i in range(n):
    a[i]=a[i]+a[i+n]
