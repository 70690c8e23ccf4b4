# expect: any
# setup
class T: pass
t=T(); t.n=0
u=t
out=[]
# cell
for i in range(9):
    t.n+=i
    out.append(u.n)
