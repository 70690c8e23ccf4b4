# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
# cell
for i in range(20):
    position, count = 0.0, 0
    while abs(position) < 3:
        position += rng.normal()
        count += 1
    out.append(count)
after = rng.random()
