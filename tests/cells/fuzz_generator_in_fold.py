# expect: any
# setup
best=0
# cell
for x in [3,1,4,1,5]:
    best=max(best,sum(q for q in (x,1)))
