# expect: serial
# codes: NBP106
# setup
import copy
def f(x): return x
f.n = 0
out = []
# cell
for i in range(9):
    g = copy.deepcopy(f)
    g.n += i
    out.append(g.n)
