# expect: any
# setup
import numpy as np
import random
rng = np.random.default_rng(1)

class Agent:
    def __init__(self, k):
        self.rng, self.x = np.random.default_rng(k), 0.0

    def step(self):
        n = self.rng.integers(1, 4)
        self.x += rng.normal(size=n).sum()

agents = [Agent(k) for k in range(25)]
# cell
for agent in agents:
    agent.step()
after = rng.random()
