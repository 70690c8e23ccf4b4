# expect: parallel
# setup
a=list(range(10))
# cell
for i in range(5):
    a[-1-i]=a[-1-i]+a[i]
