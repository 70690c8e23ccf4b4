# expect: parallel
# setup
b = [1.5 * i for i in range(18)]
out = []
x, y, z = "x", "y", "z"
# cell
for i in range(18):
    out.append((b[i], x, y, z))
    y = x
    x = b[i]
    z = i
