# expect: serial any
# setup
REG = [0]
class T:
    def __enter__(self): return REG
    def __exit__(self, *a): pass
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    with bank[i][0] as r:
        r.append(i)
        out.append(len(r))
