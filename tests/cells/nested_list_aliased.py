# expect: parallel serial
# setup
m=[[0]*3]*3
# cell
for i in range(3):
    for j in range(3):
        m[i][j]+=1
