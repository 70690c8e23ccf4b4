# expect: parallel
# setup
import numpy as np

class Walk:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def end(self, steps):
        return float(np.cumsum(self.rng.normal(size=steps))[-1])

walk = Walk(2)
ends = []
# cell
for i in range(30):
    ends.append(walk.end(5 + i % 3))
after = walk.end(1)
