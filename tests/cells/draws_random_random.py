# expect: parallel
# setup
import random
out = []
# cell
for i in range(30):
    out.append(random.random())
after = random.random()
