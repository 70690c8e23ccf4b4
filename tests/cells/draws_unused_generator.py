# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(1)
out = []
# cell
for i in range(10):
    out.append(type(rng).__name__ * i)
after = rng.random()
