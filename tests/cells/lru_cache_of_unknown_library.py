# expect: serial
# codes: NBP202
# setup
import purelib
xs = [1, 2, 3] * 5
# cell
out = []
for x in xs:
    out.append(purelib.remembered(x))
