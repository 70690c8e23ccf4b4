# expect: parallel
# setup
rows=[[i] for i in range(9)]
# cell
for r in rows:
    r.append(r[0]*2)
    r[0]=-1
