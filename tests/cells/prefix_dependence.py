# expect: serial
# codes: NBP101
# setup
a=[0]*5
# cell
for i in range(1,5):
    a[i]=a[i-1]+1
