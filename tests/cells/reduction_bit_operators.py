# expect: parallel
# setup
xs = [1, 6, 9, 12]
a = 0
b = 15
c = 5
# cell
for x in xs:
    a |= x
    b &= x
    c ^= x
