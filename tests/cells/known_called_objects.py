# expect: parallel
# setup
import numpy as np
from scipy import stats
from scipy.interpolate import CubicSpline
class Scale:
    def __init__(self, by):
        self.by = by
    def __call__(self, x):
        return x * self.by
out = []
# cell
for i in range(6):
    x = np.arange(5.0)
    curve = CubicSpline(x, x ** 2 + i)
    density = stats.gaussian_kde(x + i)
    by = Scale(i)
    out.append((float(curve(1.5)), float(density(2.0)[0]), by(2)))
