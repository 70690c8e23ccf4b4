# expect: parallel
# setup
out = []
d = {}
# cell
for i in range(6):
    x = {'i': i}
    out.append([x, x])
    d[i] = x
