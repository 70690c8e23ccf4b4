# expect: serial
# setup
class A:
    def __init__(self): self.n = []
    def __lt__(self, o): return self
a = A(); out = []
# cell
for i in range(9):
    b = a < 3
    b.n.append(i)
    out.append(len(a.n))
