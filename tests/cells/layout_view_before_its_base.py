# expect: any
# setup
import numpy as np
out = []
# cell
for j in range(12):
    big = np.random.rand(300, 400)
    row = big[j]
    out.append((row, big))
