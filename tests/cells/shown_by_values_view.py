# expect: serial
# setup
d = {0: 0, 1: 0}; v = d.values(); out = []
# cell
for i in range(12):
    d[i % 2] = i
    out.append(max(v))
