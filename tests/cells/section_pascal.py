# expect: serial parallel
# setup
n=6
p=[[1]*n for _ in range(n)]
# cell
for i in range(1,n):
    for j in range(1,n):
        p[i][j]=p[i-1][j]+1
