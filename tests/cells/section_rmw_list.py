# expect: parallel
# setup
a=list(range(20))
# cell
for i in range(len(a)):
    a[i]=a[i]**2-1
