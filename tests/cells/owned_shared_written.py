# expect: any
# setup
class W:
    pass
class Q:
    def __init__(self,w,x): self.w=w; self.x=x
w=W(); w.k=1
qs=[Q(w,i) for i in range(8)]
# cell
for q in qs:
    q.w.k+=1
    q.x=q.w.k
