# expect: parallel
# setup
import numpy as np
import random
rng = np.random.default_rng(1)

class Particle:
    def __init__(self, n):
        self.x, self.n = 0.0, n

particles = [Particle(1 + k % 3) for k in range(25)]
# cell
for p in particles:
    p.x += rng.normal(size=p.n).sum()
after = rng.random()
