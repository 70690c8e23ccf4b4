# expect: serial any
# setup
LOG = []
class T:
    def __init__(self): self.d = {1: 2}
    def __delitem__(self, k): LOG.append(len(LOG)); del self.d[k]
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    t = mk(T); del t[1]
    out.append(t.d)
