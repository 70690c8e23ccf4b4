# expect: parallel
# codes: NBP210
# setup
rows = [[1, 2], [3, 4], [5, 6]]
# cell
sums = []
for row in rows:
    total = 0
    for value in row:
        total += value
    sums.append(total)
