# expect: serial
# codes: NBP107
# setup
class C:
    def __init__(self,r): self.r=r; self.k=0
    @property
    def area(self):
        self.k+=1
        return self.k
c1=C(1)
cs=[c1]*4
o=[]
# cell
for c in cs:
    o.append(c.area)
