# expect: serial any
# setup
LOG = []
class C:
    def __hash__(self): LOG.append(len(LOG)); return 3
    def __eq__(self, o): return True
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    out.append(len({mk(C): 1}))
