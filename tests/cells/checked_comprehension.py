# expect: checked
# setup
import purelib
xs = list(range(20))
# cell
ys = [purelib.squared(x) for x in xs]
total = sum(purelib.squared(x) for x in xs)
