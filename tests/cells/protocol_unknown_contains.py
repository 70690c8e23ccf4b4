# expect: serial any
# setup
LOG = []
class A:
    def __contains__(self, o): LOG.append(len(LOG)); return True
    def __len__(self): LOG.append(9); return 3
    def __bool__(self): LOG.append(8); return True
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(9):
    a = mk(A)
    out.append((3 in a, len(a), bool(a)))
