# expect: serial any
# setup
class Si:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = object.__new__(cls)
        return cls._i
out = []
class Other: pass
bank = {}
def fill(c):
    for k in range(40): bank[k] = [c(), Other()]
fill(Si)
# cell
for i in range(12):
    s = bank[i][0]; s.v = getattr(s, "v", 0) + i
    out.append(s.v)
