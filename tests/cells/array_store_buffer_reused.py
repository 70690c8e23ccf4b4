# expect: parallel
# setup
import numpy as np
a = np.zeros((4, 3))
# cell
import numpy as np
for i in range(4):
    row = np.full(3, i)
    a[i] = row
    row[0] = 99
