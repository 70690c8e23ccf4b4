# expect: serial any
# setup
LOG = []
class A:
    def __contains__(self, o): LOG.append(len(LOG)); return True
    def __len__(self): LOG.append(9); return 3
    def __bool__(self): LOG.append(8); return True
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(A)
# cell
for i in range(9):
    a = bank[i][0]
    out.append((3 in a, len(a), bool(a)))
