# expect: any
# setup
t = 1e300
out = []
# cell
for k in range(50):
    t *= 1e10
    out.append(t)
