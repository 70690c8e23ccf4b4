# expect: parallel
# setup
best=[]
# cell
for w in [[1],[1,2],[0]]:
    if len(w)>len(best): best=w
