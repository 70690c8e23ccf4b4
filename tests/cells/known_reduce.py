# expect: serial
# codes: NBP106
# setup
import functools
rows = [[], [], []]
out = []
# cell
for i in range(6):
    last = functools.reduce(lambda a, b: b, rows)
    last.append(i)
    out.append(i)
