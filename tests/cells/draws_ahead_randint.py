# expect: parallel
# setup
import random
out = []
# cell
for i in range(40):
    out.append(random.randint(1, 6) ** 2)
after = random.random()
