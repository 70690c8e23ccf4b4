# expect: serial
# codes: NBP106
# setup
a = [0] * 6
# cell
for i in range(3):
    a[i:i + 1] = [i, i]
