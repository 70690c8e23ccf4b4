# expect: serial any
# setup
class Me(type):
    def __call__(cls, *a):
        if not hasattr(cls, "inst"): cls.inst = super().__call__(*a)
        return cls.inst
class S(metaclass=Me):
    def __init__(self): self.v = 0
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    s = mk(S); s.v += i
    out.append(s.v)
