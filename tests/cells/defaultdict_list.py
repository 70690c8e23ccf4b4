# expect: parallel
# setup
from collections import defaultdict
data=['apple','bob','amy']*3; groups=defaultdict(list)
# cell
for w in data:
    groups[w[0]].append(w)
