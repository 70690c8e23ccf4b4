# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.zeros(3)
kw = {'out': a}
out = []
# cell
for i in range(6):
    np.add(a, 1, **kw)
    out.append(i)
