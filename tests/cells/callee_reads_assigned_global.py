# expect: serial
# codes: NBP101
# setup
o=[]
tmp=5
def g(i): return tmp
# cell
for i in range(6):
    o.append(g(i))
    tmp = i
