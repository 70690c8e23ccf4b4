# expect: parallel any
# setup
import numpy as np
a = np.zeros((6, 3), dtype=np.int8)
folds = [1, 2, 1, 2, 2, 5, 1]
# cell
out = []
for n, te in enumerate(f for f in folds):
    a[te] = te * 2.7 + n
    out.append(a[te])
