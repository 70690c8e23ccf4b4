# expect: parallel
# setup
items=[[3],[1],[2]]; best=99; arg=None
# cell
for it in items:
    if it[0]<best: best,arg=it[0],it
