# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
big = rng.random((300, 400))
col = big[:, 7]
block = big[::3, ::-7]
cube = rng.random((20, 30, 40)).transpose(2, 0, 1)[::9, :, ::5]
out = []
# cell
for j in range(12):
    out.append((np.dot(col, col * j), np.dot(col, col), col.sum(), block.sum(), block.sum(axis=0).sum(), block.mean(axis=1).sum(), cube.sum(), cube.sum(axis=(0, 2)).sum(), (block @ block.T).sum(), np.einsum("ijk->j", cube).sum()))
