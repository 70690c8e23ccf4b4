# expect: parallel
# setup
xs = range(6)
out = []
# cell
for x in xs:
    y = 'low' if x < 2 else 'mid' if 2 <= x < 4 else 'high'
    out.append(y)
