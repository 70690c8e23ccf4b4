# expect: parallel
# setup
class N:
    def __init__(self,v): self.v=v
ns=[N(i) for i in range(9)]
keep=ns[3]
# cell
for i in range(len(ns)):
    ns[i].score=ns[i].v**2
    ns[i].v+=1
