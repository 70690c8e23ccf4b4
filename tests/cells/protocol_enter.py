# expect: serial
# setup
REG = [0]
class T:
    def __enter__(self): return REG
    def __exit__(self, *a): pass
out = []
# cell
for i in range(12):
    with T() as r:
        r.append(i)
        out.append(len(r))
