# setup
import numpy as np
a = np.ones((4, 3))
# cell
import numpy as np
for i in range(4):
    a[i] = np.zeros(i + 1)
