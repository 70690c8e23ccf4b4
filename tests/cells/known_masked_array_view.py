# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.zeros(3)
out = []
# cell
for i in range(6):
    t = np.ma.array(a)
    t[0] = i
    out.append(i)
