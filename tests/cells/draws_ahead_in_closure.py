# expect: parallel
# setup
import numpy as np
rng = np.random.default_rng(3)
out = []

def make(rng, scale):
    def draw(n):
        return scale * rng.normal(size=n).sum()
    return draw

draw = make(rng, 2.0)
other = lambda n: rng.poisson(n)
# cell
for i in range(30):
    out.append(draw(1 + i % 3) + other(4))
after = rng.random()
