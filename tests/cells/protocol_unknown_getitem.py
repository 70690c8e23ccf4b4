# expect: serial any
# setup
REG = [[0]] * 3
class T:
    def __getitem__(self, k): return REG[k]
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    t = mk(T)
    t[1].append(i)
    out.append(len(t[1]))
