# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.arange(3.)
buf = np.zeros(3)
out = []
# cell
for i in range(6):
    a.clip(0, i, buf)
    out.append(i)
