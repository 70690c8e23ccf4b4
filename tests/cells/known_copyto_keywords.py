# expect: serial
# codes: NBP106
# setup
import numpy as np
a = np.zeros(3)
out = []
# cell
for i in range(6):
    np.copyto(dst=a, src=i)
    out.append(i)
