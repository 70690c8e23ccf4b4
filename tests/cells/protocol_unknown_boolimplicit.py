# expect: serial any
# setup
LOG = []
class A:
    def __bool__(self): LOG.append(len(LOG)); return True
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(9):
    if mk(A):
        out.append(i)
