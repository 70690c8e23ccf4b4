# expect: any
# setup
class T: pass
t=T(); t.last=None; t.out=[]
# cell
for i in range(6):
    t.last=i*i
    t.out.append(t.last)
