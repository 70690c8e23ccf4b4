# expect: any any any
# setup
rows = [[i] for i in range(8)]
idx = [0, 1, 2, 3, 4, 5, 6, 7]
d = {i: i for i in range(8)}
class N:
    def __init__(self, v): self.v = v
ns = [N(i) for i in range(8)]
# cell
for i in range(7):
    idx[i + 1] = (i * 3) % 8
    rows[idx[i]].append(i)
for i in range(7):
    d[i + 1] = (i * 5) % 8
    ns[d[i]].v += 1
other = idx
for i in range(7):
    other[i + 1] = (i * 3 + 1) % 8
    rows[idx[i]].append(-i)
