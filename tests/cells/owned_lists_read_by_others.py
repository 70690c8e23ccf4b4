# expect: any
# setup
rows = [[i % 3] for i in range(12)]
# cell
for i, row in enumerate(rows):
    if rows[(i * 5 + 3) % 12][-1] != 1:
        row.append(rows[i - 1][0])
