# expect: parallel
# setup
from collections import Counter
data='hello world'; hist=Counter()
# cell
for c in data:
    hist[c]+=1
