# expect: parallel
# setup
j=10
# cell
out=[]
for i in range(9):
    j+=3
    out.append(j*i)
