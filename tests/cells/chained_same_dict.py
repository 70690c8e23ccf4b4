# expect: parallel
# setup
pairs = [(1, 2), (2, 3), (1, 3)]
# cell
sim = {}
for a, b in pairs:
    sim[a, b] = sim[b, a] = a * b
