# expect: parallel
# setup
a=list(range(60))
# cell
for i in range(1,10):
    a[2*i]=a[3*i]+1
    a[3*i]=a[2*i]
