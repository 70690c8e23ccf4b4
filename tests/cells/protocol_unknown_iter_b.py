# expect: serial any
# setup
REG = [[0], [1]]
class T:
    def __iter__(self): return iter(REG)
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    t = bank[i][0]
    for x in t:
        x.append(i)
        out.append(len(x))
