# setup
xs = [1, 2, [3], 4]
d = {}
out = []
# cell
for x in xs:
    d[x] = 1
    out.append(x)
