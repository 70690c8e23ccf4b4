# expect: parallel
# setup
import numpy as np
n=8
old=(np.arange(64)*7%3==0).astype(int).reshape(8,8)
new=np.zeros_like(old)
# cell
for i in range(1,n-1):
    for j in range(1,n-1):
        s=0
        for di in (-1,0,1):
            for dj in (-1,0,1):
                s+=old[i+di,j+dj]
        s-=old[i,j]
        new[i,j]=1 if s==3 or (s==2 and old[i,j]) else 0
