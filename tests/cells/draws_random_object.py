# expect: parallel
# setup
import random
r = random.Random(5)
out = []
# cell
for i in range(24):
    out.append(r.random() * i)
after = r.random(), random.random()
