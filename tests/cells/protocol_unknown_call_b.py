# expect: serial any
# setup
LOG = []
class C:
    def __call__(self, x): LOG.append(len(LOG)); return x
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(C)
# cell
for i in range(12):
    out.append(list(map(bank[i][0], [i])))
