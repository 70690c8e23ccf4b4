# expect: parallel
# setup
idx=[3,1,4,0,5,2]
a=[float(i) for i in range(6)]
# cell
for i in range(6):
    a[idx[i]]=a[idx[i]]*3+i
