# expect: parallel
# setup
class P:
    def __init__(self,x,v):
        self.x=x; self.v=v; self.trace=[]
    def step(self,dt):
        self.x+=self.v*dt
        self.trace.append(self.x)
ps=[P(i,i/3) for i in range(9)]
keep=ps[2].trace
# cell
for p in ps:
    for k in range(3):
        p.step(0.1)
    p.done=True
