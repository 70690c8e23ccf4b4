# expect: checked
# setup
import purelib
names = ['a', 'bb', 'ccc', 'dddd']
# cell
sizes = {}
for name in names:
    with purelib.Region(name) as region:
        sizes[name] = region.size()
