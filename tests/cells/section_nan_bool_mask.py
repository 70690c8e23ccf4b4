# expect: any
# setup
import numpy as np
a=np.arange(6.)
# cell
for i in range(6):
    m=i>2
    a[m]=a[i]+1
