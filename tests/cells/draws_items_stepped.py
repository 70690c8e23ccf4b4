# expect: parallel
# setup
import numpy as np
import random
rng = np.random.default_rng(1)

class Particle:
    def __init__(self, n):
        self.x, self.n = 0.0, n

    def kick(self):
        return rng.normal(size=self.n).sum()

    def step(self):
        self.x += self.kick()

particles = [Particle(1 + k % 3) for k in range(25)]
# cell
for p in particles:
    p.step()
after = rng.random()
