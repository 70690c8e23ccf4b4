# expect: serial
# setup
import numpy as np
level = None
# cell
for i in range(5):
    row = np.array([i])
    if level is None or i == 3:
        level = row
    level = level + 5
    row[0] = 99
