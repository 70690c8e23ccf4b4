# expect: parallel
# setup
import numpy as np
X=np.arange(24.).reshape(6,4)
# cell
for j in range(X.shape[1]):
    X[:,j]-=X[:,j].mean()
    X[:,j]/=X[:,j].std()
