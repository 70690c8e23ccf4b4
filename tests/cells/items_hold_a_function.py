# expect: serial
# setup
def f(): pass
f.n = 0
class P:
    def __init__(self, k): self.k = k
ps = [P(f), P(f), P(f)]; out = []
# cell
for p in ps:
    p.k.n += 1
    out.append(p.k.n)
