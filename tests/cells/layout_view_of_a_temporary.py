# expect: any
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
# cell
for j in range(12):
    big = np.random.rand(300, 400)
    out.append(big[:, j])
z = [np.dot(c, c) for c in out]
strided = [c.flags.c_contiguous for c in out]
