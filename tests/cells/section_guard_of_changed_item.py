# expect: serial
# setup
a = [1.0] * 9
parts = [[k] for k in range(8)]
# cell
for i, p in enumerate(parts):
    p[0] += 1
    if p[0] > 0:
        a[i + 1] = a[i] + p[0]
