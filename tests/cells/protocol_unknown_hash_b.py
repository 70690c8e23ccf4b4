# expect: serial any
# setup
LOG = []
class C:
    def __hash__(self): LOG.append(len(LOG)); return 3
    def __eq__(self, o): return True
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(C)
# cell
for i in range(12):
    out.append(len({bank[i][0]: 1}))
