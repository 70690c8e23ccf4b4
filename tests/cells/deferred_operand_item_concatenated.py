# expect: any
# setup
best = []
parts = [[k, 1.0] for k in range(8)]
# cell
for i, p in enumerate(parts):
    p[0] -= 20
    best = p + best
