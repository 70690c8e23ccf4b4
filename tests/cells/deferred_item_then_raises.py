# expect: any
# setup
import numpy as np
hist = {k: 0 for k in range(10)}
parts = [[k, 1] for k in range(12)]
# cell
for i, p in enumerate(parts):
    p.append(i)
    hist[p[0]] += len(p)
