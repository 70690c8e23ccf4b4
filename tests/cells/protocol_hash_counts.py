# expect: any serial serial
# setup
class K:
    def __init__(self, i): self.i = i; self.calls = 0
    def __hash__(self):
        self.calls += 1
        return self.i
    def __eq__(self, o):
        self.calls += 100
        return self.i == o.i
d, s = {}, set()
# cell
for i in range(12):
    d[K(i % 5)] = i
t = {K(i % 4) for i in range(12)}
e = {K(i % 4): i for i in range(12)}
counts = [k.calls for k in [*d, *t, *e]]
