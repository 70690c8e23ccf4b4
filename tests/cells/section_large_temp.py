# expect: parallel
# setup
import numpy as np
a=np.zeros(6)
# cell
for i in range(6):
    big=np.full(20000,i)
    a[i]=a[i]+big.sum()
