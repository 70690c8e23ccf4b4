# expect: parallel
# setup
import csv, io
raw = "id,score\n1,3.5\n2,\n3,9\n4,1\n"
# cell
rows, missing = [], []
for row in csv.DictReader(io.StringIO(raw)):
    try:
        row['score'] = float(row['score'])
    except ValueError:
        missing.append(row['id'])
        row['score'] = None
    rows.append(row)
