# expect: parallel
# setup
import numpy as np

def walk(rng, steps):
    return float(np.cumsum(rng.random(steps) - 0.5)[-1])

rng = np.random.default_rng(8)
# cell
ends = [walk(rng, 20) for _ in range(25)]
after = rng.random()
