# expect: parallel
# setup
class Model:
    registry = {}
    def __init__(self, w): self.w = w
    def predict(self, x): return sum(a * b for a, b in zip(self.w, x))
    @classmethod
    def make(cls, n): return cls([j + 1 for j in range(n)])
    @staticmethod
    def clip(v): return min(max(v, 0), 100)
m = Model.make(3); rows = [[i, i + 1, i + 2] for i in range(20)]
out = []
# cell
for r in rows:
    out.append(Model.clip(m.predict(r)))
