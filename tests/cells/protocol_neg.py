# expect: serial
# setup
class A:
    def __init__(self): self.n = []
    def __neg__(self): return self
a = A(); out = []
# cell
for i in range(9):
    b = -a
    b.n.append(i)
    out.append(len(a.n))
