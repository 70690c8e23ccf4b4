# expect: parallel
# setup
texts = ['a b a', 'c']
out = []
# cell
from collections import Counter
for t in texts:
    out.append(Counter(t.split()).most_common(2))
