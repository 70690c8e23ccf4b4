# expect: serial
# codes: NBP101
# setup
n=10
a=list(range(20))
# cell
for i in range(n):
    a[i+n]=a[i]+a[i+n]
    a[i+1]+=1
