# expect: any
# setup
class T:
    def __init__(self): self.n=0
    def get(self): return self.n
t=T()
out=[]
# cell
for i in range(9):
    t.n+=i
    out.append(t.get())
