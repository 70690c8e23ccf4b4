# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(2)
data = np.arange(64.) ** 1.5
means = []
# cell
for b in range(30):
    sample = rng.choice(data, size=len(data), replace=True)
    means.append(float(np.median(sample)))
after = rng.random()
