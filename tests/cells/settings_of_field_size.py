# expect: parallel
# setup
import csv
csv.field_size_limit(10)
out = []
# cell
for i in range(4):
    try:
        out.append(len(list(csv.reader(["a" * 50]))))
    except csv.Error as e:
        out.append("big")
csv.field_size_limit(131072)
