# expect: serial
# codes: NBP106
# setup
from dataclasses import dataclass
@dataclass(frozen=True)
class Vec:
    x: float
    y: float
    norm: float = 0.0
    def __post_init__(self):
        object.__setattr__(self, 'norm', (self.x ** 2 + self.y ** 2) ** .5)
total = Vec(0, 0)
# cell
for x, y in [(3, 4), (5, 12), (8, 15)]:
    object.__setattr__(total, 'x', total.x + x)
