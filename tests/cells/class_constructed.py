# expect: parallel
# setup
class C:
    def __init__(self,r): self.r=r
    def area(self): return self.r*2
o=[]
# cell
for i in range(4):
    o.append(C(i).area())
