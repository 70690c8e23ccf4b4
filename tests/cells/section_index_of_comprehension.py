# expect: serial parallel
# setup
import numpy as np
a = np.zeros((2, 3))
items = [(0, 0), (0, 1), (1, 2), (0, 2), (1, 1), (1, 0), (0, 1)]
# cell
out = []
for i, c in items:
    j = c
    a[i, j] = c + 1.5
    out.append([a[i, j] for j in (0, 1)])
