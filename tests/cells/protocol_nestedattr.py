# expect: serial any
# setup
class Box: pass
shared = Box(); shared.v = []
class T:
    def __init__(self, b): self.b = b
    @property
    def box(self): return self.b
out = []
# cell
for i in range(12):
    t = T(shared)
    t.box.v.append(i)
    out.append(len(shared.v))
