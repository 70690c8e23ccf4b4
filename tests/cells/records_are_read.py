# expect: serial
# setup
import numpy as np
a = np.zeros(5, [('x', 'f8'), ('y', 'i4')]); r = a[2]; out = []
# cell
for i in range(5):
    a[i] = (i, i)
    out.append(r['x'])
