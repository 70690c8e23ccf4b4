# expect: any
# setup
class T: pass
t=T(); t.n=0
items=[(t,1),(t,2),(t,3)]
out=[]
# cell
for o,v in items:
    t.n+=v
    out.append(o.n)
