# expect: parallel
# setup
import numpy as np
X=np.arange(24.).reshape(8,3)
second=X[:,1]
# cell
for row in X:
    row-=row.mean()
    row[0]=5
