# expect: serial
# setup
k = 0; L = [1, 2, 3, 4]; out = []
def h(v): return v + k
# cell
for x in map(h, L):
    k += 1
    out.append(x)
