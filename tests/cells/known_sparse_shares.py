# expect: serial
# codes: NBP106
# setup
import numpy as np
from scipy import sparse
m = sparse.csr_matrix(np.eye(3))
out = []
# cell
for i in range(6):
    t = sparse.csr_matrix(m)
    t.data[0] = i
    out.append(i)
