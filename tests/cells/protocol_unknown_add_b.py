# expect: serial any
# setup
REG = [0]
class T:
    def __add__(self, k): return REG
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    r = bank[i][0] + 1
    r.append(i)
    out.append(len(REG))
