# expect: any
# setup
class N:
    def __init__(self,v): self.v=v
ns=[N(i) for i in range(9)]
# cell
for i in range(1,9):
    ns[i].v+=ns[i-1].v
