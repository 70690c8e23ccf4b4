# expect: parallel
# setup
import csv
out = []
# cell
csv.field_size_limit(10)
for i in range(4):
    try:
        out.append(len(list(csv.reader(["a" * 50]))))
    except csv.Error as e:
        out.append("big")
csv.field_size_limit(131072)
