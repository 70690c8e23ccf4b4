# expect: parallel any
# setup
class T:
    def __init__(self, v): self.v = v; self.l = self.r = None
    def insert(self, v):
        if v < self.v:
            if self.l is None: self.l = T(v)
            else: self.l.insert(v)
        else:
            if self.r is None: self.r = T(v)
            else: self.r.insert(v)
    def walk(self):
        if self.l: yield from self.l.walk()
        yield self.v
        if self.r: yield from self.r.walk()
out = []
# cell
for i in range(12):
    t = T(5)
    for v in [3, 8, i, 1]: t.insert(v)
    out.append(list(t.walk()))
