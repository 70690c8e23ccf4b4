# expect: parallel
# setup
import numpy as np
oof = np.zeros(12)
parts = [(np.delete(np.arange(12), slice(k, k+4)), np.arange(k, k+4)) for k in (0, 4, 8)]
y = np.arange(12.)
# cell
scores = []
for tr, te in enumerate(p for _, p in parts):
    oof[te] = y[te] * 2
    scores.append(float((oof[te] - y[te]).sum()))
