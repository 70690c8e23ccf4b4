# expect: serial any
# setup
REG = [[0], [1]]
class T:
    def __iter__(self): return iter(REG)
out = []
# cell
for i in range(12):
    t = T()
    for x in t:
        x.append(i)
        out.append(len(x))
