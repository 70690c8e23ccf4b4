# expect: parallel
# setup
import math
# cell
def simulate(n, dt):
    t = 0.0
    xs = []
    for _ in range(n):
        xs.append(math.exp(-t))
        t += dt
    return xs, t
res = simulate(25, 0.05)
