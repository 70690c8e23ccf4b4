# expect: parallel any
# setup
class Expr: pass
class Num(Expr):
    def __init__(self, v): self.v = v
    def accept(self, vis): return vis.num(self)
class Add(Expr):
    def __init__(self, a, b): self.a, self.b = a, b
    def accept(self, vis): return vis.add(self)
class Eval:
    def num(self, e): return e.v
    def add(self, e): return e.a.accept(self) + e.b.accept(self)
ev = Eval(); out = []
# cell
for i in range(12):
    e = Add(Num(i), Add(Num(2), Num(3)))
    out.append(e.accept(ev))
