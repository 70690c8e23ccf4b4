# expect: serial any
# setup
REG = [0]
class T:
    def __getattr__(self, k): return REG
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    t = mk(T)
    t.foo.append(i)
    out.append(len(REG))
