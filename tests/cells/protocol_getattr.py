# expect: serial
# setup
REG = [0]
class T:
    def __getattr__(self, k): return REG
out = []
# cell
for i in range(12):
    t = T()
    t.foo.append(i)
    out.append(len(REG))
