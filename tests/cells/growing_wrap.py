# expect: any
# setup
t, last = 0.0, None
out = []
# cell
for k in range(30):
    t += 0.1
    out.append((t, last))
    last = t
