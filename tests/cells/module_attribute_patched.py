# setup
out = []
# cell
import math
math.tau_ = 3
for i in range(4):
    out.append(math.sqrt(i))
