# expect: parallel
# setup
from typing import NamedTuple
from dataclasses import dataclass
from enum import Enum
class P(NamedTuple):
    x: int
    y: float
@dataclass(frozen=True, slots=True)
class Q:
    a: int
@dataclass
class R:
    a: int
class E(Enum):
    U = 1
    V = 2
del NamedTuple, dataclass, Enum
ps = [P(i, i / 2) for i in range(9)]
q = Q(4)
e = E.U
# cell
out = []
for p in ps:
    out.append((P(p.x + q.a, p.y), Q(p.x), R(p.x), E.V if p.x > 3 else e))
