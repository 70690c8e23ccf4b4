# expect: serial
# setup
d = {}; v = d.keys(); out = []
# cell
for i in range(12):
    d[i] = i
    out.append(len(v))
