# expect: serial any
# setup
class T:
    items = []
    def add(self, x): self.items.append(x); return len(self.items)
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    out.append(mk(T).add(i))
