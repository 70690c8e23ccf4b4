# expect: parallel
# setup
xs = [1, 2, 1]
p = 3
s = 1
r = 1 << 20
# cell
for x in xs:
    p **= x
    s <<= x
    r >>= x
