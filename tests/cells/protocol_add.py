# expect: serial
# setup
REG = [0]
class T:
    def __add__(self, k): return REG
out = []
# cell
for i in range(12):
    r = T() + 1
    r.append(i)
    out.append(len(REG))
