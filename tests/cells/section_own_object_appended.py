# expect: any
# setup
d = {}
folds = [1, 2, 1, 2, 2, 6, 1]
# cell
for n, te in enumerate(f for f in folds):
    d[te] = [n]
    d[te].append(te * 2)
