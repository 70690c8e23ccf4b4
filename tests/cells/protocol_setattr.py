# expect: serial
# setup
LOG = []
class T:
    def __setattr__(self, k, v): LOG.append(len(LOG)); object.__setattr__(self, k, v)
out = []
# cell
for i in range(12):
    t = T(); t.x = i
    out.append(t.x)
