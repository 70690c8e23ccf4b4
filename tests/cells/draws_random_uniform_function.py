# expect: parallel
# setup
import random

def shot(r):
    x, y = random.uniform(-r, r), random.uniform(-r, r)
    return x * x + y * y <= r * r
# cell
hits = sum(shot(1 + i) for i in range(40))
after = random.random()
