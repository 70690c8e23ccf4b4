# expect: serial
# codes: NBP202 NBP106
# setup
o=[]
# cell
for i in range(6):
    globals()['o']=i
