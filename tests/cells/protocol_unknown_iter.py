# expect: serial any
# setup
REG = [[0], [1]]
class T:
    def __iter__(self): return iter(REG)
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    t = mk(T)
    for x in t:
        x.append(i)
        out.append(len(x))
