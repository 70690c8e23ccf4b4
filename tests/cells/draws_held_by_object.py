# expect: parallel
# setup
import numpy as np

class Source:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def draw(self, n):
        return self.rng.random(n).sum()

source = Source(3)
out = []
# cell
for i in range(20):
    out.append(source.draw(4))
after = source.draw(1)
