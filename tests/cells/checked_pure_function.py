# expect: checked
# setup
import purelib
xs = [0.5, 1.5, 2.5, 3.0, 4.0, 5.5, 6.0]
# cell
out = []
for x in xs:
    out.append(purelib.squared(x))
