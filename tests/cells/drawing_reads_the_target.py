# expect: serial
# setup
x = 0; L = [1, 2, 3, 4]; out = []
def g():
    for v in L: yield v + x
# cell
for x in g():
    out.append(x)
