# expect: serial
# setup
import numpy as np
a = np.zeros((3, 4)); out = []
# cell
for i in range(12):
    a.flat[i] = i
    out.append(a.sum())
