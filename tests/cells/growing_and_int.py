# expect: parallel
# setup
t, j = 0.0, 3
out = {}
# cell
for k in range(30):
    out[j] = t
    t += 0.1
    j += 2
