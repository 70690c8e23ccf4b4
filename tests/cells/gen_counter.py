# expect: parallel
# setup
from collections import Counter
ws=['a','b','a']*4
# cell
r=Counter(w.upper() for w in ws)
