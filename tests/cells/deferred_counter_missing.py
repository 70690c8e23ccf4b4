# expect: parallel
# setup
from collections import Counter
c=Counter()
# cell
for w in 'abcab':
    c[w]+=1
    c[w.upper()]-=1
