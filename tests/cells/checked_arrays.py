# expect: checked
# setup
import purelib
import numpy as np
a = np.arange(12.0).reshape(4, 3)
# cell
sums, rows = {}, []
for i in range(4):
    sums[i] = purelib.total(a) * i
    rows.append(purelib.doubled(a[i]))
