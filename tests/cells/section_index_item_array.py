# expect: any
# setup
import numpy as np
a = np.ones(9)
parts = [np.array([k]) for k in range(8)]
# cell
for p in parts:
    p *= 0
    a[p] = a[p] * 2 + 1
