# expect: parallel
# setup
class S:
    __slots__=("a","b")
    def __init__(self,a): self.a=a
ss=[S(i) for i in range(6)]
# cell
for i,s in enumerate(ss):
    s.b=i+s.a
    if i%2: del s.a
