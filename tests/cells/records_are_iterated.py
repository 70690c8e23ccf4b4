# expect: serial
# setup
import numpy as np
a = np.zeros(5, [('x', 'f8'), ('y', 'i4')]); rs = [a[2], a[3], a[2]]; out = []
# cell
for r in rs:
    out.append(r['x'] + 1)
    a['x'] = 5
