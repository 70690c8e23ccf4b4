# expect: serial
# setup
class C:
    def __call__(self, v): return v + k
k = 1; c = C(); out = []
# cell
for x in map(c, range(5)):
    k += 1
    out.append(x)
