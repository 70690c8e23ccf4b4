# expect: parallel
# setup
o=[]
# cell
for i in range(10):
    if i==7: raise KeyError(i)
    x=i
    o.append(i)
