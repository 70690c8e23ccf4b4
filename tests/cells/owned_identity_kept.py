# expect: parallel
# setup
rows=[[[i],[i+1]] for i in range(6)]
first=[r[0] for r in rows]
out=[]
# cell
for r in rows:
    r[0],r[1]=r[1],r[0]
    r[0].append(9)
    out.append(r[1])
    r[1]=list(r[1])
