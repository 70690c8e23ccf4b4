# expect: parallel
# setup
d={str(i):i for i in range(9)}
r={}
# cell
for k,v in d.items():
    r[k]=v*2
