# expect: parallel
# setup
rows=[[i] for i in range(6)]
out=[]
# cell
for i,row in enumerate(rows):
    out.append(row)
rows[0].append(5)
