# expect: checked
# setup
xs = list(range(6))
def f(x):
    import purelib
    return purelib.squared(x)
import purelib
# cell
out = []
for x in xs:
    out.append(f(x))
