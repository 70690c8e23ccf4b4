# expect: any
# setup
import purelib
xs = list(range(30))
# cell
out = []
for x in xs:
    if purelib.squared(x) > 300:
        break
    out.append(x)
else:
    out.append('all')
