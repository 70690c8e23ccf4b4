# expect: parallel any
# setup
d = {}
folds = [1, 2, 1, 2, 2, 6, 1]
# cell
out = []
for n, te in enumerate(f for f in folds):
    d[te] = te * 2.0 + n
    out.append(f'{te}: {d[te]:.2f}')
