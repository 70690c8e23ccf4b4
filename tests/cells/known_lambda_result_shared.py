# expect: serial
# codes: NBP106
# setup
import functools
shared = [[], []]
out = []
# cell
for i in range(6):
    got = functools.reduce(lambda a, b: shared[0], [1, 2, 3])
    got.append(i)
    out.append(i)
