# expect: serial
# codes: NBP106
# setup
from collections import defaultdict
n=[0]
def fac():
    n[0]+=1; return n[0]
d=defaultdict(fac)
# cell
for w in 'abcab':
    d[w]+=1
