# expect: parallel
# setup
a=list(range(21))
# cell
for i in range(10):
    a[2*i]=a[2*i+1]+a[2*i]
