# expect: checked
# setup
import purelib
xs = list(range(6))
# cell
out = []
for x in xs:
    out.append(purelib.Model([x, 1.0]) + purelib.Model([2.0, x]))
