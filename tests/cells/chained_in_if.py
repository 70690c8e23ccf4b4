# expect: parallel
# setup
pairs = [(1, 2), (2, 3), (1, 3), (3, 3)]
import numpy as np
m = [[0] * 4 for _ in range(4)]
d = {}
# cell
for a, b in pairs:
    if a == b:
        d[a, b] = 1.0
    else:
        d[a, b] = d[b, a] = a / b
