# expect: any
# setup
class T: pass
t=T(); t.x=1.0
# cell
for i in range(6):
    t.x=t.x*0.5+i
