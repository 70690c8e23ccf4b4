# expect: parallel
# setup
k = 3; out = []; t = 0
# cell
for x in (v * k for v in range(6)):
    t += x
    out.append(x)
