# expect: parallel
# setup
import numpy as np
acc=np.zeros(5)
# cell
for i in range(10):
    acc=acc+np.arange(5)*i
