# expect: parallel
# setup
class P:
    def __init__(self,x): self.x=x
    def step(self):
        self.x+=1
        return self.x
ps=[P(i) for i in range(6)]
# cell
ys=[p.step() for p in ps]
