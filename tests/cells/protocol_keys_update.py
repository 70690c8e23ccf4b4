# expect: serial
# setup
class V:
    n = 0
    def keys(self): V.n += 1; return ['a']
    def __getitem__(self, k): return V.n
D = {'v': V()}; out = []
# cell
for i in range(9):
    d = {}
    d.update(D['v'])
    out.append(d)
