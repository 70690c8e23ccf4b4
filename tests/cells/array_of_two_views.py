# expect: serial
# codes: NBP104
# setup
import numpy as np
base = np.zeros(8)
a = base[:5]
b = base[3:]
# cell
for i in range(4):
    a[i] = i
    b[i] = -i
