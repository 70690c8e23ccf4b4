# expect: serial any
# setup
import numpy as np
oof = np.zeros(12)
folds = [1, 2, 3, 4, 5, 6]
# cell
out = []
for te in (f for f in folds):
    oof[te] = te * 2.0 + 1
    te -= 1
    out.append(oof[te] + 1)
