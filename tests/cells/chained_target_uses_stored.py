# expect: any
# setup
d = {0: 1}
e = {}
# cell
for a in range(8):
    d[a] = e[d[a] + 1] = a * 2
