# expect: serial
# setup
import csv
rows = [['a']]
def lines():
    for k in range(8):
        yield f'{k},{len(rows[-1])}'
# cell
for row in csv.reader(lines()):
    row.append(1)
    rows.append(row)
