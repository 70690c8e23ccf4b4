# expect: parallel parallel
# setup
class P:
    def __init__(self, x, y):
        self.x, self.y = x, y
    @classmethod
    def parse(cls, text):
        a, b = text.split(",")
        return cls(int(a), int(b))
    @staticmethod
    def norm(x): return abs(x)
    @property
    def size(self): return self.x ** 2 + P.norm(self.y)
out = []
# cell
for i in range(12):
    p = P.parse(f"{i},{i+1}")
    out.append(p.size)
qs = [P.parse(f"{i},2") for i in range(9)]
