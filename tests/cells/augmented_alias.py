# expect: serial
# codes: NBP106
# setup
shared=[]
# cell
for i in range(6):
    l = shared
    l += [i]
