# expect: parallel
# setup
xs = [1, 2]
out = []
# cell
if xs:
    for x in xs:
        out.append(-x)
