# expect: serial
# codes: NBP101
# setup
class V:
    def __init__(self,x): self.x=x
    def __lt__(self,o): print('lt'); return self.x<o.x
vs=[V(3),V(1),V(2)]; best=V(9)
# cell
for v in vs:
    if v<best: best=v
