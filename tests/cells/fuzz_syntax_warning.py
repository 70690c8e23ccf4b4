# expect: any
# setup
out=[]
# cell
for i in [1,2,3,4]:
    out.append(i is 1)
