# expect: serial
# setup
import numpy as np
a = np.zeros(3)
items = [(0, 0), (0, 1), (1, 2), (0, 2), (1, 1), (1, 0), (0, 1)]
# cell
out = []
for i, c in items:
    try:
        a[i] = 1 / c
    except ZeroDivisionError:
        pass
    out.append(a[i])
