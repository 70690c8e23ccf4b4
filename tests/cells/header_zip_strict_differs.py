# expect: parallel
# setup
out = []
# cell
for i in zip([1, 2, 3], [1, 2], strict=True):
    out.append(i)
