# expect: any
# setup
t = 1.0
out = []
# cell
for k in range(20):
    t /= 0
    out.append(t)
