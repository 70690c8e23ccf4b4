# expect: parallel
# setup
n=5
a=[float(i) for i in range(25)]
# cell
for i in range(n):
    for j in range(n):
        a[i*n+j]=a[i*n+j]/2+j
