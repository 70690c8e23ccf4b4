# expect: serial
# setup
REG = [[0]] * 3
class T:
    def __getitem__(self, k): return REG[k]
out = []
# cell
for i in range(12):
    t = T()
    t[1].append(i)
    out.append(len(t[1]))
