# expect: serial
# codes: NBP104
# setup
import numpy as np
a=np.arange(10.)
b=a[::-1]
# cell
for i in range(10):
    a[i]=a[i]+1
    b[i]=b[i]*2
