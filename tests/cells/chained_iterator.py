# expect: serial
# setup
d = {}
it = iter(range(20))
# cell
for a in range(8):
    d[a] = d[-a] = next(it)
