# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.arange(4.)/3
o = np.zeros(2)
out = []
# cell
for i in range(9):
    out.append(float(o.sum()))
    (a+i).compress([True, True, False, False], 0, o)
