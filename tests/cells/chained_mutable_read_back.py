# expect: serial
# setup
d = {}
# cell
for a in range(8):
    row = d[a] = [a]
    row.append(d.get(a - 1, [0])[0])
