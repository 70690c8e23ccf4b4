# expect: parallel
# setup
texts = ['a1', 'b22', '?', 'c3']
d = {}
# cell
import re
pattern = re.compile(r'(\w)(\d+)')
for t in texts:
    m = pattern.match(t)
    if m:
        d[m.group(1)] = int(m.group(2))
