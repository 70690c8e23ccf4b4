# expect: serial
# codes: NBP106
# setup
shared=[]
# cell
for i in range(6):
    l = []
    k = l
    k.append(shared)
    l[0].append(i)
