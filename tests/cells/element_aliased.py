# expect: any
# setup
r=[0]
rows=[r,r,[1],r]
# cell
for i in range(4):
    rows[i].append(len(rows[i]))
