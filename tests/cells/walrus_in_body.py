# expect: parallel
# setup
out = []
# cell
for x in range(6):
    if (y := x * x) > 10:
        out.append(y)
