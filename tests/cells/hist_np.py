# expect: parallel
# setup
import numpy as np
data=np.array([1,3,2,3,1,0]*5); hist=np.zeros(4,int)
# cell
for b in data:
    hist[b]+=1
