# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(1)
data = np.arange(50.) ** 1.5
# cell
means = [data[rng.integers(0, len(data), len(data))].mean() for _ in range(30)]
after = rng.random()
