# expect: parallel
# setup
xs = [1, 2, 3]
out = []
# cell
for x in xs:
    x = x * 2
    out.append(x)
