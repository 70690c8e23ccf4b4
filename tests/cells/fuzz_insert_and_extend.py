# expect: any
# setup
t=[]
# cell
for x in [3,1,4,1]:
    t.insert(0,x)
    t.extend(q for q in (x,1))
