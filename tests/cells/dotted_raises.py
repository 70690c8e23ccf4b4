# expect: any
# setup
class T: pass
t=T(); t.n=0; t.log=[]
# cell
for i in [3,2,1,0,4]:
    t.log.append(i)
    t.n+=6//i
