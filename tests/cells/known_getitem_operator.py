# expect: serial
# codes: NBP106
# setup
import operator
rows = [[], [], []]
out = []
# cell
for i in range(6):
    operator.getitem(rows, i % 3).append(i)
    out.append(i)
