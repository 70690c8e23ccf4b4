# expect: any
# setup
d = {}
# cell
for a in range(8):
    d[a] = x, y = (a, a + 1) if a < 5 else (1, 2, 3)
