# expect: parallel
# setup
import csv, io
raw = "id,score\n1,3.5\n2,\n3,9\n4,1\n"
# cell
rows = {}
for n, row in enumerate(csv.reader(io.StringIO(raw))):
    row.append(n)
    rows[n] = row
