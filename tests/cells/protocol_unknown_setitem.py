# expect: serial any
# setup
LOG = []
class T:
    def __init__(self): self.d = {}
    def __setitem__(self, k, v): LOG.append(len(LOG)); self.d[k] = v
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    t = mk(T); t[i] = 1
    out.append(t.d)
