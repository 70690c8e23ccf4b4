# expect: parallel
# setup
import numpy as np
a = np.random.rand(1001)[::-1]
out = []
# cell
for i in range(9):
    out.append((np.dot(a, a), a.strides, (a*i).sum()))
