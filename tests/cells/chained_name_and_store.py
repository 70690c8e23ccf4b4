# expect: parallel
# setup
pairs = [(1, 2), (2, 3), (1, 3)]
# cell
d = {}
for a, b in pairs:
    v = d[a, b] = [a * b]
