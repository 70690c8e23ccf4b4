# expect: serial
# codes: NBP106
# setup
seen = []
out = []
# cell
for i in range(6):
    fs = [lambda x: seen.append(x) or x, lambda x: x]
    out.append(sorted([i, i + 1], key=fs[0]))
