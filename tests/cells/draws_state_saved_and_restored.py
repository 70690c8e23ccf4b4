# expect: parallel
# setup
import random
out = []
# cell
for i in range(20):
    kept = random.getstate()
    random.seed(i)
    out.append(random.random())
    random.setstate(kept)
    out.append(random.random())
after = random.random()
