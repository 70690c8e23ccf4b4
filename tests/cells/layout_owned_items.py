# expect: any
# setup
import numpy as np
base = np.arange(60.).reshape(6, 10)
items = [base[i, ::-3] for i in range(6)]
out = []
# cell
for it in items:
    it += 1
    out.append(it.sum())
