# expect: serial
# codes: NBP106
# setup
d={1:0,2:0}
# cell
for v in [1,2]:
    d[v]+=1
    del d[v]
