# expect: serial
# codes: NBP106
# setup
import numpy as np
m = np.zeros((3, 3))
out = []
# cell
for i in range(6):
    d = np.einsum('ii->i', m)
    d[i % 3] += 1
    out.append(i)
