# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.arange(12.).reshape(3,4)
o = np.zeros(4, int)
out = []
# cell
for i in range(9):
    out.append(int(o.sum()))
    r = (a*(-1)**i).argmax(0, o)
