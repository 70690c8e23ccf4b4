# expect: serial any
# setup
LOG = []
class T:
    def __setattr__(self, k, v): LOG.append(len(LOG)); object.__setattr__(self, k, v)
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    t = mk(T); t.x = i
    out.append(t.x)
