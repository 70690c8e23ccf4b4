# expect: any
# setup
a = [0] * 4
folds = [1, -1, 3, 0, 7, 2]
# cell
out = []
for n, te in enumerate(f for f in folds):
    a[te] = n
    out.append(a[te] + a[te])
