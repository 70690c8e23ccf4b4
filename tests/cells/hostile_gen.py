# setup
g = (i for i in range(100))
# cell
out = []
for k in range(9):
    out.append((k, next(g)))
