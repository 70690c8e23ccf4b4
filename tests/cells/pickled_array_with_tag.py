# expect: serial
# setup
import numpy as np
class Arr(np.ndarray):
    pass
a = np.arange(5.).view(Arr)
a.tag = 7
# cell
out = [a.tag + k for k in range(12)]
