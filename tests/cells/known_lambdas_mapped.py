# expect: serial
# codes: NBP106
# setup
seen = []
out = []
# cell
for i in range(6):
    fs = {'a': lambda x: seen.append(x) or x, 'b': lambda x: x}
    out.append(list(map(fs['a'], [i, i + 1])))
