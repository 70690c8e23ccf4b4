# expect: any any
# setup
import numpy as np
acc=np.float64(1e308); arr=np.full(3,1e308)
# cell
for x in np.full(6,1e308):
    acc+=x
for i in range(6):
    arr+=np.full(3,1e308)
