# expect: serial
# codes: NBP107
# setup
class D(dict):
    def __missing__(self, k):
        self[k] = k
        return k
d = D()
out = []
# cell
for i in range(5):
    out.append(d[i])
