# expect: parallel
# setup
import numpy as np
from scipy import optimize, stats
def loss(p, a):
    return (p[0] - a) ** 2 + p[1] ** 2
out = []
# cell
for a in [1.0, 2.0, 3.0]:
    r = optimize.minimize(loss, np.array([0.0, 1.0]), args=(a,))
    out.append((round(float(r.x[0]), 4), float(stats.norm.pdf(a))))
