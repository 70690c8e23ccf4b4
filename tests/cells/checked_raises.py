# expect: any
# setup
import purelib
xs = list(range(9))
# cell
out = []
for x in xs:
    out.append(purelib.failing(x))
