# expect: parallel
# setup
from collections import deque, Counter, OrderedDict
things=[[deque([1,2],maxlen=2),Counter("ab"),OrderedDict(a=i)] for i in range(5)]
# cell
for d,c,o in things:
    d.append(3)
    c["z"]+=1
    o["b"]=o.pop("a")
