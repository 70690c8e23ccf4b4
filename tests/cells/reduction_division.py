# expect: parallel
# setup
xs = [3.0, 7.0, 0.3]
t = 1e9
f = 1e9
m = 123.4
# cell
for x in xs:
    t /= x
    f //= x
    m %= x
