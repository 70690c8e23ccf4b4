# expect: serial
# codes: NBP101
# setup
a=list(range(12))
# cell
for i in range(1,12):
    a[i]=a[i-1]+a[i]
