# expect: serial
# setup
import numpy as np
a = np.zeros(5, [('x', 'f8'), ('y', 'i4')]); recs = list(a)
# cell
for r in recs:
    r['x'] = a['x'].sum() + 1
