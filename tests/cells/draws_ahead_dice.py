# expect: parallel any
# setup
import random
out = []
# cell
for trial in range(15):
    hits = 0
    for _ in range(30):
        if random.randint(1, 6) + random.randint(1, 6) == 7:
            hits += 1
    out.append(hits)
after = random.random()
