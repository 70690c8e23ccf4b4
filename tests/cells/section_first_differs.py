# expect: parallel
# setup
a=[1.0*i for i in range(18)]
b=[0.25]*18
# cell
for i in range(18):
    a[i]=a[0]*b[i]+a[i]
