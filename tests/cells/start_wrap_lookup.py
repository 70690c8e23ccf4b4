# expect: parallel
# setup
a=[3,1,4,1,5,9,2,6]
x=a[-1]
b=[0]*8
# cell
for i in range(8):
    b[i]=a[i]+x
    x=a[i]
