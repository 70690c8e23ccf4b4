# expect: parallel
# setup
import numpy as np
X=np.arange(24.).reshape(6,4)
# cell
for i in range(len(X)):
    X[i]*=i
    X[i,0]=X[i].sum()
