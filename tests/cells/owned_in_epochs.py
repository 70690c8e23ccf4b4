# expect: any any
# setup
class P:
    def __init__(self,x): self.x=x; self.h=[]
    def step(self):
        self.x=self.x*0.5+1
        self.h.append(self.x)
ps=[P(i) for i in range(5)]
# cell
for epoch in range(3):
    for p in ps:
        p.step()
