# expect: parallel
# setup
import numpy as np
c=np.zeros((4,5)); a=np.ones((4,3)); b=np.ones((3,5))
# cell
for i in range(4):
    for j in range(5):
        for k in range(3):
            c[i,j]+=a[i,k]*b[k,j]
