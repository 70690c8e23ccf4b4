# expect: parallel
# setup
import numpy as np
from sklearn.model_selection import KFold
oof = np.zeros(12)
y = np.arange(12.)
# cell
scores = []
for f, (tr, te) in enumerate(KFold(3).split(y)):
    oof[te] = y[te] * 2
    scores.append(float((oof[te] - y[te]).sum()))
    print(f"{scores[-1]:.1f}")
