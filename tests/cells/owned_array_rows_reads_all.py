# expect: any
# setup
import numpy as np
X=np.arange(24.).reshape(8,3)
# cell
for row in X:
    row-=X.mean()
