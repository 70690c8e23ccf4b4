# expect: serial
# codes: NBP106
# setup
import math, numpy as np
base = np.ones(3)
out = []
# cell
for i in range(9):
    s = math.prod([], start=base)
    s += i
    out.append(s.sum())
