# expect: parallel
# setup
import csv
lines = ["id,score", "1,3.5", "2,4", "3,9", "4,1"]
# cell
rows = []
for row in csv.DictReader(lines):
    row['score'] = float(row['score']) * 2
    rows.append(row)
