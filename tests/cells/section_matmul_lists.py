# expect: parallel
# setup
n=6
A=[[i*j+1 for j in range(n)] for i in range(n)]
B=[[i-j for j in range(n)] for i in range(n)]
C=[[0]*n for _ in range(n)]
# cell
for i in range(n):
    for j in range(n):
        for k in range(n):
            C[i][j]+=A[i][k]*B[k][j]
