# expect: any
# setup
rows=[[i] for i in range(6)]
# cell
for i,r in enumerate(rows):
    r.append(rows[i-1][0])
    r[0]+=1
