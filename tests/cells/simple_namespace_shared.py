# expect: any
# setup
from types import SimpleNamespace
o = SimpleNamespace(v=1)
people = [SimpleNamespace(n=n, o=o) for n in range(5)]
# cell
for p in people:
    p.n += p.o.v
    p.o.v = p.n
