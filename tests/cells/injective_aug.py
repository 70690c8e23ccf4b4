# expect: parallel
# setup
import numpy as np
idx=np.array([3,1,4,0,2]); a=np.ones(5)
# cell
for i in range(5):
    a[idx[i]]+=i*i
