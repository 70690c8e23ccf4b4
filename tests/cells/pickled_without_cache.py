# expect: serial
# setup
class A:
    def __init__(self, n):
        self.n = n
        self.cache = [n] * 3
    def __getstate__(self):
        return {"n": self.n, "cache": []}
things = [A(k) for k in range(12)]
# cell
out = []
for a in things:
    out.append(a.n + len(a.cache))
