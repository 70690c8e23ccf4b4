# expect: any
# setup
class T:
    def __init__(self): self._n=0
    @property
    def n(self): return self._n
    @n.setter
    def n(self,v): self._n=v*2
t=T()
# cell
for i in range(5):
    t.n+=i
