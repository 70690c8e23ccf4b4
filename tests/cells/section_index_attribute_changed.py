# expect: serial
# setup
import numpy as np
a = np.zeros((2, 3))
items = [(0, 0), (0, 1), (1, 2), (0, 2), (1, 1), (1, 0), (0, 1)]
class Box: pass
# cell
out = []
for i, c in items:
    b = Box()
    b.k = c
    a[i, b.k] = c + 1.5
    b.k = 0
    out.append(a[i, b.k])
