# expect: parallel
# setup
n=6
m=[[i+j for j in range(n)] for i in range(n)]
# cell
for i in range(n):
    for j in range(i):
        m[i][j]=m[i][j]-m[i][i]
