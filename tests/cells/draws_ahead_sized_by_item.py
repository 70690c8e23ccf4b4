# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []
sizes = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7]
# cell
for n in sizes:
    noise = rng.normal(size=n)
    out.append((n, float(noise.sum())))
after = rng.random()
