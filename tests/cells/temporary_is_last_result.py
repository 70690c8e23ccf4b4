# expect: parallel
# setup
rows = []
# cell
for i in range(6):
    row = [i]
    rows.append(row)
row.append('tail')
