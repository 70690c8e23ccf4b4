# expect: any
# setup
class C: pass
c=C()
d={}
out=[]
# cell
for c.x, d["k"] in zip(range(5),"abcde"):
    out.append(len("z"))
