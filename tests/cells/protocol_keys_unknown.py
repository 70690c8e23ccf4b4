# expect: serial serial
# setup
class V:
    n = 0
    def keys(self): V.n += 1; return ['a']
    def __getitem__(self, k): return V.n
D = [[V()]]; out = []
# cell
for i in range(9):
    for v in D[0]:
        out.append({**v})
