# expect: parallel
# setup
a=[1,2,3,4,5]
# cell
for i in range(len(a)):
    a[i]+=10
