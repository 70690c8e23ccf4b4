# expect: serial
# setup
import csv
r = csv.reader(['a', '1', '2', '3', '4'])
next(r)
# cell
out = []
for row in r:
    row.append(r.line_num)
    out.append(row)
