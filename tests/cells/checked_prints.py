# expect: checked
# setup
import purelib
xs = list(range(8))
# cell
for x in xs:
    y = purelib.shown(x) + 1
    if y % 3 == 0:
        print('three', y)
