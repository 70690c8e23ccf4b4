# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.arange(3)
out = []
# cell
for i in range(6):
    t = np.ix_(a)[0]
    t[0, ...] = i
    out.append(i)
