# expect: any
# setup
import csv
lines = ["id,score", "1", "2,4", "3", "4", "5"]
rest = []
# cell
rows = []
for row in csv.DictReader(lines, restval=rest):
    if row['score'] is rest:
        row['score'].append(len(row['score']))
    rows.append(row)
