# expect: parallel
# setup
import numpy as np
data = np.arange(50.) ** 1.5
means = []
# cell
for i in range(8):
    rng = np.random.default_rng(i)
    sample = rng.choice(data, size=len(data), replace=True)
    sample.sort()
    sample[0] = 0
    means.append(float(np.median(sample) + np.std(sample, ddof=1)))
