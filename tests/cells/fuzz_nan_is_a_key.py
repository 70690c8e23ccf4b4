# expect: any any any
# setup
from collections import Counter
nan=float("nan"); d={}; s=set(); c=Counter()
# cell
for i in range(6):
    d[nan]=i
for i in range(6):
    s.add(nan)
for i in range(6):
    c[nan]+=1
