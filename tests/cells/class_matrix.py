# expect: parallel
# setup
class M:
    def __init__(self, rows): self.rows = rows
    def __matmul__(self, o):
        return M([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __getitem__(self, ij): return self.rows[ij[0]][ij[1]]
    def __iadd__(self, k):
        self.rows = [[x + k for x in r] for r in self.rows]
        return self
A = M([[1, 2], [3, 4]]); out = []
# cell
for i in range(12):
    B = M([[i, 1], [1, i]]) @ A
    B += i
    out.append(B[0, 1])
