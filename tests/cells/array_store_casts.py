# expect: parallel
# setup
# cell
import numpy as np
out=np.zeros(4,dtype=int)
for i in range(4):
    out[i]=i*1.7
