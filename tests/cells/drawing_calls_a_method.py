# expect: serial
# setup
class C:
    def f(self, v): return v + k
k = 1; c = C(); out = []
# cell
for x in map(c.f, range(5)):
    k += 1
    out.append(x)
