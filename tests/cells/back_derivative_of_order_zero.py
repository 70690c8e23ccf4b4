# expect: serial
# codes: NBP106
# setup
import numpy as np
p = np.poly1d([1., 2, 3])
out = []
# cell
for i in range(6):
    q = p.deriv(0)
    q.coeffs[0] += i
    out.append(q(1))
