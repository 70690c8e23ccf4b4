# expect: parallel
# setup
xs = [3, 1, 2]
out = []
# cell
for i, (a, b) in enumerate(zip(xs, reversed(xs))):
    out.append(i * a - b)
