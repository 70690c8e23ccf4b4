# expect: serial any
# setup
class D:
    def __init__(self): self.log = []
    def __get__(self, o, t): self.log.append(1); return len(self.log)
class T:
    x = D()
out = []
# cell
for i in range(12):
    out.append(T().x)
