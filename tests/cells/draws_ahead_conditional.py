# expect: parallel
# setup
import random
out = []
# cell
for i in range(40):
    if random.random() < 0.5:
        out.append(random.gauss(0, 1))
    else:
        out.append(random.randint(1, 6))
after = random.random()
