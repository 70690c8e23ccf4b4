# expect: parallel
# setup
import numpy as np
a = np.zeros((5, 3))
# cell
import numpy as np
for i in range(5):
    a[i, :] = np.arange(3) * i
