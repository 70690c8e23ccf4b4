# expect: parallel
# setup
import numpy as np
h=np.zeros(3,np.int8)
# cell
for i in range(300):
    h[i%3]+=np.int8(1)
