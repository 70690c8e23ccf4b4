# expect: any
# setup
import random
out = []
# cell
for i in range(400):
    x = random.normalvariate(0, 1)
    if x > 2.5:
        break
    out.append(x)
after = random.random()
