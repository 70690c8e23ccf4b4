# expect: parallel parallel
# setup
import numpy as np
T = np.arange(30.0).reshape(3, 10).T
rows = []
parts = []
# cell
for row in T:
    rows.append(row)
for i in range(10):
    parts.append(T[i, ::2])
rows[0][0] = -1.0
