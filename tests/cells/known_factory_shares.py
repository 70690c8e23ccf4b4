# expect: serial
# setup
from collections import defaultdict
shared = []
out = []
# cell
for i in range(6):
    groups = defaultdict(lambda: shared)
    groups[i % 2].append(i)
    out.append(len(groups))
