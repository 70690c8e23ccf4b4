# expect: parallel
# setup
import random
random.seed(4); random.random()
out = []
# cell
for i in range(6):
    out.append(random.getstate()[1][-1])
