# expect: serial
# codes: NBP106
# setup
from collections import defaultdict
d=defaultdict(int)
words=list('abcabc')
o=[]
# cell
for w in words:
    o.append(d[w])
