# expect: serial
# setup
class A:
    n = 0
    def __init__(self): self.n = 0
    def __add__(self, o): return self
a = A(); out = []
# cell
for i in range(9):
    b = a + i
    out.append(a.n)
    b.n = i
