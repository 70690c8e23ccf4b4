# expect: parallel
# setup
a=[0]*6
# cell
for i in range(6):
    a[i]=[]
    b=a[i]
    b=b+[i]
    a[i]=b
