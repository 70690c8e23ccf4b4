# expect: parallel
# setup
xs = [1, 2]
out = []
# cell
for x in xs:
    a, b = x, x + 1
    a, b = b, a
    out.append((a, b))
