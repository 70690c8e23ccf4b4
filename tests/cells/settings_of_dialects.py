# expect: parallel
# setup
import csv, io
out = []
# cell
csv.register_dialect("pp2", delimiter="|")
for i in range(4):
    try:
        out.append(list(csv.reader(["a|b"], dialect="pp2")))
    except csv.Error:
        out.append("no")
