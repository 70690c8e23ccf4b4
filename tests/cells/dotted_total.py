# expect: parallel
# setup
class T:
    def __init__(self): self.n=0; self.xs=[]
t=T()
# cell
for i in range(9):
    t.n+=i*i
    t.xs.append(i)
