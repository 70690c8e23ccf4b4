# expect: parallel
# setup
a=[3,-1,4,-1,5,-9]
# cell
for i in range(6):
    if a[i]<0:
        a[i]=0
