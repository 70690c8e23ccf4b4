# expect: parallel
# setup
n=4
a=[i*1.5 for i in range(20)]
# cell
for i in range(n):
    k=2*i+1
    lo,hi=divmod(k,20)
    a[hi]=a[hi]+lo
