# expect: parallel
# setup
pairs = [(1, 2), (2, 3), (1, 3)]
# cell
d = {}
for a, b in pairs:
    d[a, b] = d[b, a] = [a * b]
d[1, 2].append(5)
