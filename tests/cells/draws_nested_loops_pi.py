# expect: parallel any any
# setup
import random
estimates = []
# cell
for trial in range(12):
    hits = 0
    for _ in range(40):
        x, y = random.random(), random.random()
        if x * x + y * y <= 1:
            hits += 1
    estimates.append(4 * hits / 40)
after = random.random()
