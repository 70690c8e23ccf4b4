# expect: serial
# codes: NBP104
# setup
a=b=[]
# cell
for i in range(4):
    a.append(i); b.append(i)
