# expect: any
# setup
a=[0.0]+[1.0*i for i in range(9)]
# cell
for i in range(10):
    a[i]=1/a[0]+a[i]
