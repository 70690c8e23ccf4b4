# expect: parallel
# setup
from typing import NamedTuple
from collections import namedtuple
from enum import Enum, auto
class P(NamedTuple):
    x: int
    y: int = 0
    def norm(self): return self.x ** 2 + self.y ** 2
Q = namedtuple("Q", "a b")
class Color(Enum):
    RED = auto(); BLUE = auto()
    def label(self): return self.name.lower()
out = []
# cell
for i in range(12):
    p = P(i, 1)
    q = Q(i, 2)._replace(b=3)
    out.append((p.norm(), q, p._asdict(), Color(1 + i % 2).label(), Color["RED"], Color.BLUE.value))
