# expect: any any
# setup
a = [0] * 12
b = [0] * 12
before = 3
y = 2
# cell
for i in range(9):
    a[before] = a[before] + 1 + i
    before = i
for i in range(9):
    x, y = y + 1, i
    b[x] = b[x] * 2 + i
