# expect: any
# setup
import random
out = []
# cell
for i in range(20):
    if i % 2:
        random.seed(i)
    out.append(random.random())
after = random.random()
