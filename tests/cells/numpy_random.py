# expect: parallel
# setup
out=[]
# cell
import numpy as np
for i in range(5):
    out.append(np.random.rand())
