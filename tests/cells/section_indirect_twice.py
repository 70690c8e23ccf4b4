# expect: any
# setup
idx=[3,1,3,0,5,2]
a=[float(i) for i in range(6)]
# cell
for i in range(6):
    t=a[idx[i]]
    a[idx[i]]=t*3+i
