# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.eye(3)
buf = np.zeros((3, 3))
out = []
# cell
for i in range(6):
    np.dot(a, a * i, buf)
    out.append(i)
