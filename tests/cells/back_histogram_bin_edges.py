# expect: serial
# codes: NBP106
# setup
import numpy as np
edges = np.linspace(0, 10, 6)
x = np.arange(10.)
out = []
# cell
for i in range(9):
    e = np.histogram_bin_edges(x, edges)
    e[0] -= i
    out.append(float(e[0]))
