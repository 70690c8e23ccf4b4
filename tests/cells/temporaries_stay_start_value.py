# expect: any
# setup
t = 0
out = []
# cell
for k in range(20):
    f = lambda: k + 1
    t += 2
    out.append(t)
