# expect: serial
# codes: NBP106
# setup
out=[]
# cell
r=list(map(out.append,[1,2,3]))
