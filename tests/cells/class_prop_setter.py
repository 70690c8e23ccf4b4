# expect: parallel
# setup
class T:
    def __init__(self): self._c = 0
    @property
    def f(self): return self._c * 2
    @f.setter
    def f(self, v): self._c = v / 2
out = []
# cell
for i in range(12):
    t = T(); t.f = i
    out.append(t.f)
