# expect: serial
# setup
import numpy as np
a = np.zeros(5, [('x', 'f8'), ('y', 'i4')]); kept = []
# cell
for i in range(5):
    kept.append(a[i])
a['x'] = 7
