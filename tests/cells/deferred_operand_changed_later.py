# expect: any
# setup
from collections import Counter, deque
c=Counter()
d={}
g={}
q=deque()
ss=set()
# cell
for i in range(5):
    t=[i]
    c.update(t)
    q.extend(t)
    t.append(99)
    m={i:1}
    d.update(m)
    m[100]=2
    u={i}
    ss |= u
    u.add(1000)
for i in range(5):
    t=[i]
    g.setdefault(i%2,[]).extend(t)
    t.append(99)
