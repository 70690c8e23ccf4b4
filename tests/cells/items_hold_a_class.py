# expect: serial
# setup
class C: n = 0
class P:
    def __init__(self, k): self.k = k
ps = [P(C), P(C), P(C)]; out = []
# cell
for p in ps:
    p.k.n += 1
    out.append(p.k.n)
