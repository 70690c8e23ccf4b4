# expect: parallel
# setup
j=0; k=2
a=[0]*30
# cell
for x in range(9):
    a[j]=x
    j=j+k
