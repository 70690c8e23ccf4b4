# expect: serial
# codes: NBP107
# setup
class C:
    n=0
    def __init__(self,r): self.r=r
    def area(self):
        C.n+=1
        return C.n
cs=[C(i) for i in range(4)]
o=[]
# cell
for c in cs:
    o.append(c.area())
