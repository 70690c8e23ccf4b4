# expect: any
# setup
t = 1
out = []
# cell
for k in range(30):
    out.append((t, type(t).__name__, t.is_integer() if k else None))
    t *= 1.5
