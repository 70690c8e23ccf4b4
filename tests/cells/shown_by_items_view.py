# expect: serial
# setup
d = {0: 0}; v = d.items(); out = []
# cell
for i in range(12):
    d[0] = i
    out.append(list(v))
