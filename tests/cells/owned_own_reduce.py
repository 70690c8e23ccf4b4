# expect: any
# setup
class R:
    def __init__(self,x): self.x=x; self.cache=1
    def __getstate__(self): return {"x":self.x}
rs=[R(i) for i in range(5)]
# cell
for r in rs:
    r.x+=1
