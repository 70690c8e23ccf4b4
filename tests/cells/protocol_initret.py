# expect: serial any
# setup
pool = [[], []]
class N:
    def __init__(self, k): self.buf = pool[k % 2]
out = []
# cell
for i in range(12):
    n = N(i); n.buf.append(i)
    out.append(len(n.buf))
