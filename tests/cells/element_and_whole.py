# expect: any
# setup
class N:
    def __init__(self,v): self.v=v
ns=[N(i) for i in range(6)]
# cell
for i in range(6):
    ns[i].v+=len(ns)+ns[0].v
