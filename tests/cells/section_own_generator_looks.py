# expect: serial
# setup
import numpy as np
oof = np.zeros(12)
def pick():
    for k in range(12):
        yield int(np.argmin(oof))
# cell
out = []
for te in pick():
    oof[te] = te * 2.0 + 1
    out.append(oof[te] + 1)
