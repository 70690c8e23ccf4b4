# expect: parallel
# setup
import numpy as np
a = np.random.rand(30,7,5).transpose(2,0,1)[:, ::2]
out = []
# cell
for i in range(9):
    x = a * (i + .1)
    out.append((x.sum(), x.sum(axis=0).sum(), x.strides, a.strides))
