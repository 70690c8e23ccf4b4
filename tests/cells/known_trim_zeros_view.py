# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.array([0., 1., 2., 0.])
out = []
# cell
for i in range(6):
    t = np.trim_zeros(a)
    t[0] += 1
    out.append(i)
