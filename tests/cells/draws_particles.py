# expect: parallel
# setup
import random

class Particle:
    def __init__(self):
        self.x = 0.0

    def step(self):
        self.x += random.gauss(0, 1)

particles = [Particle() for _ in range(25)]
# cell
for p in particles:
    p.step()
after = random.random(), random.gauss(0, 1)
