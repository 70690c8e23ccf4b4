# expect: parallel
# setup
out = []
# cell
import numpy as np
with np.printoptions(precision=2):
    for i in range(4):
        out.append(str(np.array([i / 3])))
