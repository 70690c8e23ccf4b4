# expect: serial
# codes: NBP106
# setup
row=[0]; g={}
# cell
for i in range(4):
    g.setdefault('k',row).append(i)
