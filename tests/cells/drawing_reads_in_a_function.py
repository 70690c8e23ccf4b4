# expect: serial
# setup
k = 0; L = [1, 2, 3, 4]; out = []
def h(v): return v + k
def g():
    for v in L: yield h(v)
# cell
for x in g():
    k += 1
    out.append(x)
