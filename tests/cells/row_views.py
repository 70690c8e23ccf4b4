# expect: parallel
# setup
import numpy as np
X=np.zeros((6,2))
o=[]
# cell
for i in range(6):
    o.append(X[i])
X[0,0]=99
