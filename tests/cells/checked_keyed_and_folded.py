# expect: checked
# setup
import purelib
xs = list(range(11))
total, best, table = 0.0, -1.0, {}
# cell
for x in xs:
    y = purelib.squared(x)
    total += y
    best = max(best, y)
    table[x] = y
