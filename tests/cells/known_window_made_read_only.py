# expect: serial
# codes: NBP106
# setup
import numpy as np
from scipy import signal
w = np.array([3., 1., 2., 5.])
x = np.arange(4.)
out = []
# cell
for i in range(6):
    f, p = signal.periodogram(x * i, window=w)
    out.append((p.sum(), w.tolist()))
