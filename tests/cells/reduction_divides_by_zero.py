# setup
xs = [3.0, 2.0, 0.0, 5.0]
t = 9.0
out = []
# cell
for x in xs:
    t /= x
    out.append(x)
