# expect: serial
# codes: NBP105
# setup
a = [1, 2, 3, 4]
b = [5, 6, 7, 8]
# cell
for x, y in zip(a, b):
    if x < 3:
        a[x] = y * 10
