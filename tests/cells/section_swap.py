# expect: parallel
# setup
a=list(range(12))
# cell
for i in range(0,12,2):
    a[i],a[i+1]=a[i+1],a[i]
