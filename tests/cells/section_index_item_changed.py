# expect: any
# setup
a = [1.0] * 9
parts = [[k] for k in range(8)]
# cell
for p in parts:
    p[0] = 0
    a[p[0]] = a[p[0]] * 2 + 1
