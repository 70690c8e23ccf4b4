# expect: parallel
# setup
import numpy as np
M=np.arange(24.).reshape(8,3)
def centre(r):
    r-=r.mean()
    return r.sum()
s=[]
# cell
for i in range(8):
    s.append(centre(M[i]))
