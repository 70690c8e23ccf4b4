# expect: parallel
# setup
pass
# cell
def sym(items):
    d = {}
    for a in items:
        for b in items:
            d[a, b] = d[b, a] = abs(a - b)
    return d
dist = sym([3, 1, 4, 1, 5])
