# expect: serial
# setup
class D(dict):
    n = 0
    def get(self, k, d=None): D.n += 1; return D.n
d = [D(a=1)]; out = []
# cell
for i in range(9):
    match d:
        case [{'a': v}]: out.append(v)
