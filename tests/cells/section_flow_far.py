# expect: serial
# codes: NBP101
# setup
import numpy as np
a=np.arange(12.)
# cell
for i in range(4,12):
    a[i]=a[i-4]+a[i]
