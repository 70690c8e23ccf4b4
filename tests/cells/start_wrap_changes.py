# expect: any
# setup
prev=[0]
rows=[[1],[2],[3]]
# cell
for r in rows:
    r.append(prev[0])
    prev=r
