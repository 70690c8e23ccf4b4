# expect: parallel
# setup
import random
out = []
# cell
for x in (k * k for k in range(30)):
    out.append(random.randint(0, x + 1))
after = random.random()
