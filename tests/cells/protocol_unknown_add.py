# expect: serial any
# setup
REG = [0]
class T:
    def __add__(self, k): return REG
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    r = mk(T) + 1
    r.append(i)
    out.append(len(REG))
