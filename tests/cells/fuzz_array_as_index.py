# expect: any
# setup
import numpy as np
a=[[0]*3 for q in range(4)]; xs=[0,1,np.array([1,2]),2]
# cell
for j in xs:
    if type(j) is int: a[j][0]=a[j][0]+1
