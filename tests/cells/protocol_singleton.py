# expect: serial
# setup
class Si:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = object.__new__(cls)
        return cls._i
out = []
# cell
for i in range(12):
    s = Si(); s.v = getattr(s, "v", 0) + i
    out.append(s.v)
