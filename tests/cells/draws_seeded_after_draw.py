# expect: any
# setup
import random
out = []
# cell
for i in range(20):
    out.append(random.random())
    random.seed(i)
after = random.random()
