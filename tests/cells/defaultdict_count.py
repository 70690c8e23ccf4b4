# setup
from collections import defaultdict
d=defaultdict(int)
words=list('abcabc')
# cell
from collections import defaultdict
for w in words:
    d[w]+=1
