# expect: parallel
# setup
import numpy as np
a = np.zeros((5, 3))
b = np.zeros((2, 3), dtype='i2')
# cell
import numpy as np
for j in range(3):
    a[:, j] = j
    b[..., j] = -j
