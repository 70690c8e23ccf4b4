# expect: serial
# setup
from enum import Enum
class E(Enum):
    A = 1
    B = 2
out = []
# cell
for e in E:
    e.cnt = 3
    out.append(getattr(E.B, 'cnt', None))
