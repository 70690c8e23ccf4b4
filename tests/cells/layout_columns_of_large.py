# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
big = rng.random((300, 400))
out = []
# cell
for j in range(12):
    col = big[:, j]
    out.append((np.dot(col, col), col.sum(), np.exp(col).sum(), float(np.linalg.norm(col))))
