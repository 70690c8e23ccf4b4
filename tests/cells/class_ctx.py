# expect: parallel
# setup
class C:
    def __init__(self, n): self.n = n; self.log = []
    def __enter__(self): self.log.append("in"); return self
    def __exit__(self, *a): self.log.append("out"); return False
out = []
# cell
for i in range(12):
    with C(i) as c:
        c.log.append(i)
    out.append(c.log)
