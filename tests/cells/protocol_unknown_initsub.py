# expect: serial any
# setup
class V:
    count = 0
    def __init__(self): type(self).count += 1; self.id = type(self).count
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    out.append(mk(V).id)
