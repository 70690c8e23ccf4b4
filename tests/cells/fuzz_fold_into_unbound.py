# expect: any
# setup
acc=1; a=[5,6,7,8]
# cell
for i in range(4):
    if i:
        a[i]-=j
    if acc:
        acc,j=2,i
