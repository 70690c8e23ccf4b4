# setup
m=[[0]*3 for _ in range(3)]
# cell
for i in range(3):
    for j in range(3):
        m[i][j]=i*j
