# expect: parallel
# setup
class P:
    def __init__(self,v): self.v=v
ps=[P(i) for i in range(5)]
slot=[None]*5
# cell
for i in range(5):
    if slot[i] is None:
        slot[i]=ps[i]
