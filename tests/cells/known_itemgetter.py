# expect: serial
# codes: NBP106
# setup
from operator import itemgetter
first = itemgetter(0)
rows = [[], [], []]
out = []
# cell
for i in range(6):
    first(rows).append(i)
    out.append(i)
