# expect: parallel
# setup
# cell
class M:
    def __init__(self,k): self.k=k
    def fit(self,xs):
        self.res=[]
        acc=[]
        for x in xs:
            acc.append(x*self.k)
        self.res=acc
        return self
m=M(3).fit(range(7))
z=m.res
