# expect: serial
# codes: NBP107
# setup
base=[1]
out=[]
def f(l):
    l.append(1)
    return sum(l)
# cell
for i in range(6):
    out.append(f(base))
