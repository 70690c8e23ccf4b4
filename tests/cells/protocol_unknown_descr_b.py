# expect: serial any
# setup
class D:
    def __init__(self): self.log = []
    def __get__(self, o, t): self.log.append(1); return len(self.log)
class T:
    x = D()
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(T)
# cell
for i in range(12):
    out.append(bank[i][0].x)
