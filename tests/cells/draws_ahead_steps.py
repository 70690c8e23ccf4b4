# expect: parallel
# setup
import random
j, k, out = 0, 5, []
# cell
for i in range(40):
    j += 2
    out.append(random.randint(0, j) + k)
    k = k + 1
after = random.random(), j, k
