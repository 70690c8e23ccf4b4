# expect: checked
# setup
import purelib
xs = list(range(9))
# cell
out = []
for x in xs:
    y = purelib.pair(x)
    y.append(x)
    y[1]['more'] = y[1]['twice'] + 1
    out.append(y)
