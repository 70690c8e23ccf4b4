# expect: serial
# setup
import csv
lines = ['a', '1', '2', '3', '4']
# cell
out = []
for n, row in enumerate(csv.reader(lines)):
    row.append(n)
    if n < 4:
        lines[n + 1] = lines[n + 1] + row[0]
    out.append(row)
