# expect: parallel
# setup
import random
best, arg = -1.0, None
# cell
for i in range(30):
    y = random.uniform(0, 10)
    if y > best:
        best, arg = y, i
after = random.random()
