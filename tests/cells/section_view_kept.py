# expect: parallel
# setup
import numpy as np
X=np.arange(12.).reshape(4,3)
rows=[]
# cell
for i in range(4):
    X[i]=X[i]+1
    rows.append(X[i])
rows[0][0]=99.0
