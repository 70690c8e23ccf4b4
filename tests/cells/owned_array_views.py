# expect: any
# setup
import numpy as np
X=np.arange(12.)
views=[X[0:4],X[2:6],X[6:12]]
# cell
for v in views:
    v+=1
