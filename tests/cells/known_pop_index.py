# expect: serial
# codes: NBP106
# setup
shared = []
out = []
# cell
for i in range(6):
    xs = [shared, i]
    xs.pop(0).append(i)
    out.append(len(xs))
