# expect: serial
# codes: NBP202
# setup
o=[]
# cell
for i in range(6):
    exec('o.append(i)')
