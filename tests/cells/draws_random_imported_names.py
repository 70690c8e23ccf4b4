# expect: parallel
# setup
from random import gauss, random, uniform
out = {}
# cell
for k in range(25):
    out[k] = random() + uniform(0, k), gauss(0, 1), gauss(1, 1)
after = random()
