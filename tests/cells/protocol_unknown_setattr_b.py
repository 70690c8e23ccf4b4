# expect: serial any
# setup
LOG = []
class T:
    def __setattr__(self, k, v): LOG.append(len(LOG)); object.__setattr__(self, k, v)
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    t = bank[i][0]; t.x = i
    out.append(t.x)
