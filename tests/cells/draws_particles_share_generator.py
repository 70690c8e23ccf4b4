# expect: any
# setup
import numpy as np
rng = np.random.default_rng(1)

class Particle:
    def __init__(self):
        self.x = 0.0

    def step(self):
        self.x += rng.normal(size=2).sum()

particles = [Particle() for _ in range(25)]
# cell
for p in particles:
    p.step()
after = rng.random()
