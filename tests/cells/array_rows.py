# expect: parallel
# setup
import numpy as np
X=np.zeros((6,2))
o=[]
# cell
for r in X:
    o.append(r)
X[0,0]=99
