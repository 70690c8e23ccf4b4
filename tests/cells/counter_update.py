# expect: parallel
# setup
from collections import Counter
lines=['a b','b c','a a']*3; hist=Counter()
# cell
for line in lines:
    hist.update(line.split())
