# expect: parallel
# setup
from collections import defaultdict
data=[('a',1),('b',2),('a',3)]*3; groups=defaultdict(set)
# cell
for k,v in data:
    groups[k].add(v)
