# expect: parallel
# setup
import random
out = []
# cell
for i in range(31):
    out.append(random.gauss(i, 2))
after = random.gauss(0, 1), random.random()
