# expect: parallel
# setup
import numpy as np
j=0
out=[]
# cell
for i in range(7):
    big=np.full(30000,j)
    out.append(float(big.sum()))
    j+=2
