# expect: any
# setup
d = {}
out = []
# cell
for a in range(8):
    row = d[a] = [a]
    row.append(2)
    out.append(row)
