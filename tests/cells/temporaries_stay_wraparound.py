# expect: any
# setup
t = None
out = []
# cell
for k in range(20):
    f = lambda: k + 1
    out.append(t)
    t = k * 2
