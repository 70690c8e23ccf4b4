# expect: any
# setup
class N:
    def __init__(self,v): self.v=v; self.next=None
ns=[N(i) for i in range(6)]
for p,q in zip(ns,ns[1:]): p.next=q
# cell
for n in ns:
    if n.next is not None:
        n.next.v+=n.v
