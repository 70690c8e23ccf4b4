# expect: serial
# codes: NBP106 NBP207
# setup
xs=[1,2,3]
out=[]
# cell
it=iter(range(10))
for x in xs:
    out.append((x,next(it)))
