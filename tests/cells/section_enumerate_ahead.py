# expect: serial
# codes: NBP101
# setup
a=[1,2,3,4,5,6]
# cell
for i,v in enumerate(a):
    if i+1<len(a):
        a[i+1]=a[i+1]+v
