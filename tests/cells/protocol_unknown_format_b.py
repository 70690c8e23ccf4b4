# expect: serial any
# setup
LOG = []
class C:
    def __format__(self, s): LOG.append(len(LOG)); return "x"
    def __repr__(self): LOG.append(len(LOG)); return "x"
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(C)
# cell
for i in range(12):
    out.append(f"{bank[i][0]}{bank[i][0]!r}")
