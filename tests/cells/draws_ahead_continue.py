# expect: parallel
# setup
import random
out = []
# cell
for i in range(50):
    x = random.randint(0, 9)
    if x > 5:
        continue
    y = random.random()
    out.append((x, y))
after = random.random()
