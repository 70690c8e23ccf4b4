# expect: serial any
# setup
REG = [0]
class T:
    def __enter__(self): return REG
    def __exit__(self, *a): pass
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    with mk(T) as r:
        r.append(i)
        out.append(len(r))
