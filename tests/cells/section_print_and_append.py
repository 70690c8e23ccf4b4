# expect: parallel
# setup
a=list(range(8))
out=[]
# cell
for i in range(8):
    a[i]=a[i]+1
    print(a[i])
    out.append(a[i])
