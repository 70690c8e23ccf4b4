# expect: parallel
# setup
import numpy as np
X = np.random.default_rng(0).random((30, 3))
out = []
# cell
for j in range(3):
    col = X[:, [j]].T.copy().T
    part = col[5:9]
    out.append(part.sum())
