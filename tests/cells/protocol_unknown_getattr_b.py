# expect: serial any
# setup
REG = [0]
class T:
    def __getattr__(self, k): return REG
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    t = bank[i][0]
    t.foo.append(i)
    out.append(len(REG))
