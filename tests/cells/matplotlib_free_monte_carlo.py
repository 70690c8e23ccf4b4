# expect: parallel
# setup
import numpy as np
inside = np.zeros(6)
# cell
import numpy as np
for seed in range(6):
    rng = np.random.default_rng(seed)
    points = rng.random((200, 2))
    inside[seed] = 4 * np.mean((points ** 2).sum(axis=1) < 1)
