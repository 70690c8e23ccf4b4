# expect: checked
# setup
import purelib
def cube(x):
    return x ** 3
xs = list(range(8))
# cell
out = []
for x in xs:
    out.append(purelib.applied(cube, x))
