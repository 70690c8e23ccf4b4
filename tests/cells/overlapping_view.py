# expect: serial
# codes: NBP104
# setup
# cell
import numpy as np
a=np.arange(10.)
v=a[::-1]
for i in range(10):
    a[i]=v[i]
