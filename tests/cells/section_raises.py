# expect: parallel
# setup
a=[4,3,2,1,0,5]
# cell
for i in range(6):
    a[i]=a[i]+1
    a[i]=12/(a[i]-1)
