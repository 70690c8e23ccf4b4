# expect: serial any
# setup
class T:
    items = []
    def add(self, x): self.items.append(x); return len(self.items)
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    out.append(bank[i][0].add(i))
