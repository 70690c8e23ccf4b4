# expect: parallel
# setup
import random
random.seed(3)
t = 0.0
out = []
# cell
for k in range(30):
    t += 0.25
    out.append(t + random.random())
