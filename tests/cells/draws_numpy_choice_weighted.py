# expect: parallel
# setup
import numpy as np
out = []
# cell
for i in range(20):
    out.append(int(np.random.choice(5, p=[.1, .2, .3, .2, .2])))
after = np.random.rand()
