# expect: parallel
# setup
import numpy as np
X = np.arange(12.0).reshape(3, 4)
out = []
# cell
for i in range(3):
    out.append(X[i, ::2])
X[:] = 5
