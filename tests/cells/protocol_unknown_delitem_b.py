# expect: serial any
# setup
LOG = []
class T:
    def __init__(self): self.d = {1: 2}
    def __delitem__(self, k): LOG.append(len(LOG)); del self.d[k]
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    t = bank[i][0]; del t[1]
    out.append(t.d)
