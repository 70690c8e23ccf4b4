# expect: serial
# codes: NBP106
# setup
shared = [0]
out = []
def put(l, x):
    l.append(x)
    return 1
# cell
for i in range(6):
    l = []
    a, b = l, put(l, shared)
    a[0].append(i)
    out.append(len(shared))
