# expect: parallel
# setup
d = {}
# cell
for a in range(8):
    k = d[k] = a * 2
