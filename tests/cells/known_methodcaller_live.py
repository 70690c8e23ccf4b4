# expect: serial
# codes: NBP202
# setup
from operator import methodcaller
add = methodcaller('append', 7)
rows = [[], [], []]
out = []
# cell
for i in range(6):
    add(rows[i % 3])
    out.append(i)
