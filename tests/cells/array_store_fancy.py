# expect: parallel
# setup
import numpy as np
a = np.zeros(9)
# cell
for i in range(4):
    a[[i, -i]] = i
