# expect: serial
# codes: NBP205
# setup
o=[]
# cell
for i in range(4):
    o.append(hash(str(i)))
