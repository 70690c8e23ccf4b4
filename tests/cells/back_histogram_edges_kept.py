# expect: parallel
# setup
import numpy as np
edges = np.linspace(0, 10, 6)
x = np.arange(10.)
out = []
# cell
for i in range(9):
    h, e = np.histogram(x, bins=edges)
    out.append((h, e))
