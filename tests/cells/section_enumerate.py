# expect: parallel
# setup
a=[1,2,3,4,5]
# cell
for i,v in enumerate(a):
    a[i]=a[i]+v*v
