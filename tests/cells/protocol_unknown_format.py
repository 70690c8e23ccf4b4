# expect: serial any
# setup
LOG = []
class C:
    def __format__(self, s): LOG.append(len(LOG)); return "x"
    def __repr__(self): LOG.append(len(LOG)); return "x"
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    out.append(f"{mk(C)}{mk(C)!r}")
