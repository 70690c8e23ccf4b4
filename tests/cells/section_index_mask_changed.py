# expect: serial
# setup
import numpy as np
a = np.zeros((2, 3))
items = [(0, 0), (0, 1), (1, 2), (0, 2), (1, 1), (1, 0), (0, 1)]
# cell
out = []
for i, c in items:
    m = np.arange(3) == c
    n = m
    a[i, m] = c + 1.5
    n[0] = True
    out.append(a[i, m])
