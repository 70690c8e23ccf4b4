# expect: parallel
# setup
from dataclasses import dataclass
@dataclass
class P:
    x: float
    y: float
pts=[P(i,i) for i in range(5)]
o=[]
# cell
for p in pts:
    o.append((p.x**2+p.y**2)**.5)
