# expect: serial
# codes: NBP203
# setup
import numpy as np
rng = np.random.default_rng(1)
out = []
# cell
for i in range(10):
    out.append(rng.spawn(1)[0].random())
after = rng.spawn(1)[0].random()
