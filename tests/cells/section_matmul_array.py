# expect: parallel
# setup
import numpy as np
n=6
A=np.arange(36.).reshape(6,6)
B=A.T+1
C=np.zeros((n,n))
# cell
for i in range(n):
    for j in range(n):
        s=0.0
        for k in range(n):
            s+=A[i,k]*B[k,j]
        C[i,j]=C[i,j]+s
