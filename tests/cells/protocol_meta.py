# expect: serial any
# setup
class Me(type):
    def __call__(cls, *a):
        if not hasattr(cls, "inst"): cls.inst = super().__call__(*a)
        return cls.inst
class S(metaclass=Me):
    def __init__(self): self.v = 0
out = []
# cell
for i in range(12):
    s = S(); s.v += i
    out.append(s.v)
