# expect: serial any
# setup
LOG = []
class C:
    def __call__(self, x): LOG.append(len(LOG)); return x
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    out.append(list(map(mk(C), [i])))
