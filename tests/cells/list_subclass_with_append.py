# expect: serial
# codes: NBP107
# setup
class L(list):
    def append(self, x):
        super().append(x + len(self))
out = L()
# cell
for i in range(5):
    out.append(i)
