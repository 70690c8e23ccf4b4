# expect: parallel
# setup
class P:
    def __init__(self, x): self.x = x
ps = [P(i) for i in range(6)]; out = []
# cell
for x in (p.x for p in ps):
    out.append(x * 2)
