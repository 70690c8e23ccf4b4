# expect: serial any
# setup
LOG = []
class A:
    def __bool__(self): LOG.append(len(LOG)); return True
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(A)
# cell
for i in range(9):
    if bank[i][0]:
        out.append(i)
