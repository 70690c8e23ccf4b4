# expect: any
# setup
t = 0
out = []
# cell
for k in range(20):
    g = (x for x in range(k))
    t += 2
    out.append(t)
