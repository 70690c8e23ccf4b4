# expect: any
# setup
d = {}
# cell
for a in range(8):
    d[a] = x, y = a, a + 1
