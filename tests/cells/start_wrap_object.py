# expect: parallel
# setup
class P:
    def __init__(self,x): self.x=x
ps=[P(i) for i in range(6)]
prev=ps[0]
gaps=[]
# cell
for p in ps:
    gaps.append((p.x-prev.x, prev))
    prev=p
same=prev is ps[-1]
