# expect: any
# setup
import numpy as np
out = []
# cell
for i in range(6):
    x, dx = np.linspace(0, i + 1, 5, retstep=True)
    out.append((x.sum(), dx))
