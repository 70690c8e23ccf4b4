# expect: any
# setup
import numpy as np
a=np.zeros(9); xs=[0,3,6.0,6]
# cell
for j in xs:
    if type(j) is int: a[j:j+2]=a[j:j+2]+1
