# expect: parallel
# setup
from dataclasses import dataclass
@dataclass
class P:
    x: float
    y: float
o=[]
# cell
for i in range(5):
    p=P(i,2)
    p.x+=1
    o.append(p)
