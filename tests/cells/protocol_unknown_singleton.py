# expect: serial any
# setup
class Si:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = object.__new__(cls)
        return cls._i
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    s = mk(Si); s.v = getattr(s, "v", 0) + i
    out.append(s.v)
