# expect: parallel
# setup
from numpy.random import rand, uniform
out = []
# cell
for i in range(20):
    out.append(rand(3).sum() + uniform(0, i))
after = rand()
