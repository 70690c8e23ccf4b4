# expect: parallel
# setup
a=list(range(12))
# cell
for i in range(11):
    a[i]=a[i+1]+1
