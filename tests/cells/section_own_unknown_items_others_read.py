# expect: serial any
# setup
import numpy as np
oof = np.zeros(12)
folds = [(np.arange(k), np.arange(k, k + 3)) for k in (3, 6, 9)]
# cell
out = []
for tr, te in (f for f in folds):
    oof[te] = te * 2.0
    out.append(oof[tr].sum() + oof[te].sum())
