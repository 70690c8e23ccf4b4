# expect: parallel
# setup
class W:
    k=3
class Q:
    def __init__(self,w,x): self.w=w; self.x=x
w=W(); w.k=7
qs=[Q(w,i) for i in range(8)]
# cell
for q in qs:
    q.x=q.x*q.w.k
