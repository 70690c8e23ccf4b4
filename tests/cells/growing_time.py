# expect: parallel
# setup
import math
t = 0
dt = 0.1
# cell
ys = []
for step in range(40):
    t += dt
    ys.append(math.sin(t))
