# expect: parallel
# setup
class A:
    def __init__(self, n):
        self.n = n
        self.pair = [n, n]
    def __getstate__(self):
        return {"n": self.n, "pair": self.pair}
    def __setstate__(self, state):
        self.n = state["n"]
        self.pair = state["pair"]
things = [A(k) for k in range(12)]
# cell
out = []
for a in things:
    out.append(A(a.n + len(a.pair)))
