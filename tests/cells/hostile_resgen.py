# setup
# cell
out = []
for k in range(9):
    out.append(k * (i for i in range(2)) if k > 20 else k)
    t = (i for i in range(k))
s = list(t)
del t
