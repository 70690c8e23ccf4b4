# expect: any
# setup
a=[0]*6
shared=[[1],[2]]
# cell
for i in range(6):
    a[i]=shared[i%2]
    a[i].append(i)
