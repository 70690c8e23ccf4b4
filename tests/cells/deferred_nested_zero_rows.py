# expect: parallel
# setup
m=[[0]*3]*3
# cell
for i in range(3):
    m[i][i]+=1
