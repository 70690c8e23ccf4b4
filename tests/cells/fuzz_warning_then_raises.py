# expect: any
# setup
import numpy as np
a=np.full(8,100,dtype=np.int8)
# cell
for i in [3,1,4,1,5,9,2]:
    a[i]*=2
