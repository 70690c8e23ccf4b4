# expect: parallel
# setup
class F:
    def __init__(self, k): self.k = k
    def __call__(self, x): return x * self.k
f = F(3); out = []
# cell
for i in range(12):
    out.append(f(i))
