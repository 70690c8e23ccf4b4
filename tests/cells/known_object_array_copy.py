# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.empty(3, object)
a[:] = [[], [], []]
out = []
# cell
for i in range(6):
    b = a.copy()
    b[i % 3].append(i)
    out.append(i)
