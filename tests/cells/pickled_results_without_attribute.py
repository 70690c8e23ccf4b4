# expect: any
# setup
class R:
    def __init__(self, x): self.x = x; self.y = None
    def __getstate__(self): return {"x": self.x}
    def __setstate__(self, s): self.__dict__.update(s); self.y = None
# cell
out = []
for k in range(12):
    r = R(k)
    r.y = [k]
    out.append(r)
