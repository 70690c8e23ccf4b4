# setup
o=[]
# cell
for i in range(10):
    y=i
    if i==0: raise KeyError(i)
    o.append(i)
