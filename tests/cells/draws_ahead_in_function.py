# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []

def simulate(n, rng):
    print('n', n)
    noise = rng.normal(size=n)
    total = 0.0
    for k in range(20):
        total += k * noise[0]
    return total
# cell
out = [simulate(1 + i % 4, rng) for i in range(30)]
after = rng.random()
