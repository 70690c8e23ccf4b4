# expect: any
# setup
import numpy as np
a = np.arange(60.).reshape(6, 10)[:, ::3]
a.flags.writeable = False
out = []
# cell
for j in range(6):
    try:
        b = a[j]
        b[0] = 5
    except ValueError as e:
        out.append(str(e))
    out.append(b.sum())
