# expect: serial any
# setup
LOG = []
class T:
    def __init__(self): self.d = {}
    def __setitem__(self, k, v): LOG.append(len(LOG)); self.d[k] = v
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    t = bank[i][0]; t[i] = 1
    out.append(t.d)
