# expect: serial any
# setup
import numpy as np
oof = np.zeros(12)
folds = [np.arange(k, k + 4) for k in (0, 2, 4, 6, 8)]
# cell
out = []
for te in (f for f in folds):
    out.append(oof[te].sum())
    oof[te] = te * 2.0 + 1
    out.append(oof[te].sum())
