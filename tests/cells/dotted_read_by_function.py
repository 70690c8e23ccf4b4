# expect: any
# setup
class T: pass
t=T(); t.n=0
def peek(): return t.n
out=[]
# cell
for i in range(9):
    t.n+=i
    out.append(peek())
