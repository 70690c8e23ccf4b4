# expect: any
# setup
import numpy as np
a=[0]*9; xs=np.array([1,2,0,3])
# cell
for j in xs:
    a[(4//j)%3+j]+=1
