# setup
import numpy as np
o=[]
# cell
for i in range(6):
    x = np.float64(i)/0
    o.append(x)
