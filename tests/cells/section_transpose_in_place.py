# expect: any
# setup
n=6
m=[[10*i+j for j in range(n)] for i in range(n)]
# cell
for i in range(n):
    for j in range(i+1,n):
        m[i][j],m[j][i]=m[j][i],m[i][j]
