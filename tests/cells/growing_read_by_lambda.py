# expect: any
# setup
t = 0.0
out = []
# cell
for k in range(20):
    f = lambda: t + 1
    t += 0.1
    out.append(f())
