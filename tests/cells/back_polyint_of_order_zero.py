# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.arange(6.)
out = []
# cell
for i in range(9):
    d = np.polyint(a, 0)
    d[0] += i
    out.append(float(d.sum()))
