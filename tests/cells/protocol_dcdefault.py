# expect: serial
# setup
from dataclasses import dataclass, field
seen = []
@dataclass
class D:
    a: int
    b: list = field(default_factory=lambda: seen)
out = []
# cell
for i in range(12):
    d = D(i); d.b.append(i)
    out.append(len(d.b))
