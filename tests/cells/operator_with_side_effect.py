# expect: serial
# codes: NBP107
# setup
class N:
    count = 0
    def __add__(self, other):
        N.count += 1
        return N.count
xs = [N(), N()]
out = []
# cell
for x in xs:
    out.append(x + 1)
