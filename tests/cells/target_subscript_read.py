# expect: any
# setup
a=[0]*3
out=[]
# cell
for a[1] in range(7):
    out.append(a[1])
