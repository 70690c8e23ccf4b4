# expect: any
# setup
rows=[[i] for i in range(6)]
# cell
for r in rows:
    r.append(1)
    r.append(1/(3-r[0]))
