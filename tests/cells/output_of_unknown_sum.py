# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.arange(12.).reshape(3,4)
o = np.zeros(4)
out = []
# cell
for i in range(9):
    out.append(float(o.sum()))
    (a+i).sum(0, None, o)
