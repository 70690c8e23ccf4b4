# expect: any
# setup
import numpy as np
t = np.zeros(2)
out = []
# cell
for k in range(20):
    t += 0.1
    out.append(float(t[0]))
