# expect: parallel
# setup
import numpy as np
a=np.arange(30.)
# cell
for i in range(29):
    a[i]=a[i]+a[i+1]
