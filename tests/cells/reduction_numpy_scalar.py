# expect: parallel
# setup
xs = [0.1, 0.2, 0.3]
t = 0.0
# cell
import numpy as np
for x in xs:
    t += np.float32(x)
