# expect: serial
# setup
a = [1, 2, 3, 4]
out = []
# cell
for x in (y * 2 for y in a):
    if len(a) < 9:
        a.append(x)
    out.append(x)
