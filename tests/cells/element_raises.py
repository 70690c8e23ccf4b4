# expect: any
# setup
rows=[[3],[2],[],[1]]
# cell
for i in range(6):
    rows[i].append(rows[i][0])
