# expect: checked
# setup
import purelib
a = [float(x) for x in range(9)]
# cell
for i in range(9):
    a[i] = purelib.squared(a[i])
