# expect: serial any
# setup
REG = [[0]] * 3
class T:
    def __getitem__(self, k): return REG[k]
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    t = bank[i][0]
    t[1].append(i)
    out.append(len(t[1]))
