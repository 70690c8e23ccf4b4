# expect: serial any
# setup
class D:
    def __init__(self): self.log = []
    def __get__(self, o, t): self.log.append(1); return len(self.log)
class T:
    x = D()
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    out.append(mk(T).x)
