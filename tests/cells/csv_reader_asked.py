# expect: serial
# setup
import csv
lines = ['a', '1', '2', '3', '4']
# cell
out = []
r = csv.reader(lines)
for row in r:
    row.append(r.line_num)
    out.append(row)
