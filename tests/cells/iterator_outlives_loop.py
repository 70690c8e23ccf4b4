# expect: serial
# codes: NBP207
# setup
it=iter(range(10))
out=[]
# cell
for x in it:
    out.append(x)
    if x==3: break
rest=list(it)
