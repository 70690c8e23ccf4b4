# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(1)
best, lowest = None, 1e9
# cell
for i in range(40):
    rate, depth = 10 ** rng.uniform(-5, -1), int(rng.integers(1, 10))
    weights = rng.normal(size=depth)
    loss = abs(rate * depth - weights.sum())
    if loss < lowest:
        lowest, best = loss, (rate, depth)
after = rng.random()
