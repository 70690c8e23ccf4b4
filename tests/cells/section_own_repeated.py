# expect: parallel any
# setup
oof = [0.0] * 12
folds = [1, 2, 1, 2, 2, 6, 1]
# cell
out = []
for n, te in enumerate(f for f in folds):
    oof[te] = te * 2.0 + n
    out.append(oof[te] + 1)
