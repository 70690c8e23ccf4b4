# expect: serial any
# setup
class V:
    count = 0
    def __init__(self): V.count += 1; self.id = V.count
out = []
class Other: pass
def mk(c): return [c(), Other(), None][0]
# cell
for i in range(12):
    out.append(mk(V).id)
