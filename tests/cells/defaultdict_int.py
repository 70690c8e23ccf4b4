# expect: parallel
# setup
from collections import defaultdict
data='hello world'; hist=defaultdict(int)
# cell
for c in data:
    hist[c]+=1
