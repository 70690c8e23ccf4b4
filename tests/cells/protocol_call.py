# expect: serial
# setup
LOG = []
class C:
    def __call__(self, x): LOG.append(len(LOG)); return x
out = []
# cell
for i in range(12):
    out.append(list(map(C(), [i])))
