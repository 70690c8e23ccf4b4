# expect: parallel
# setup
a=list(range(8))
best=-1
hist={}
# cell
for i in range(8):
    a[i]=a[i]*3%7
    best=max(best,a[i])
    hist[a[i]]=hist.get(a[i],0)+1
