# expect: any
# setup
class P:
    seen=[]
    def __init__(self,x): self.x=x
    def step(self):
        self.x+=1
        self.seen.append(self.x)
ps=[P(i) for i in range(5)]
# cell
for p in ps:
    p.step()
