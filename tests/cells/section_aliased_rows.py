# expect: parallel
# setup
row=[0]*4
m=[row]*4
# cell
for i in range(4):
    m[i][i]=m[i][i]+i+1
