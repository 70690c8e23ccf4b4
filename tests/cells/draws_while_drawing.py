# expect: any
# setup
import random
lengths = []
# cell
for i in range(20):
    n = 0
    while random.random() < 0.8:
        n += 1
    lengths.append(n)
after = random.random()
