# expect: serial
# setup
LOG = []
class T:
    def __init__(self): self.d = {}
    def __setitem__(self, k, v): LOG.append(len(LOG)); self.d[k] = v
out = []
# cell
for i in range(12):
    t = T(); t[i] = 1
    out.append(t.d)
