# expect: parallel parallel
# setup
import numpy as np
o=[];p=[]
# cell
for i in range(6):
    a=np.arange(4.)
    o.append(a[:2]); p.append(a[1:])
for q in o: q[1]=7
