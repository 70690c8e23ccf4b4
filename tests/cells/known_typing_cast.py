# expect: serial
# codes: NBP106
# setup
from typing import cast
rows = [[], [], []]
out = []
# cell
for i in range(6):
    cast(list, rows).append(i)
    out.append(i)
