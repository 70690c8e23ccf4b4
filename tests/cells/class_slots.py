# expect: parallel
# setup
class V:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x = x; self.y = y
    def __add__(self, o): return V(self.x + o.x, self.y + o.y)
    def __eq__(self, o): return self.x == o.x
    def __lt__(self, o): return self.x < o.x
vs = [V(i, i) for i in range(12)]
# cell
rs = []
for v in vs:
    w = v + V(1, 2)
    rs.append((w.x, w.y, w == v, w < v))
