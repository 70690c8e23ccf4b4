# expect: serial
# codes: NBP101
# setup
a=[1]*6
# cell
for i in range(1,6):
    a[i]=a[i-1]+i
