# expect: parallel
# setup
from dataclasses import dataclass, field
@dataclass
class A:
    n: int
    tags: list = field(default_factory=list)
items=[A(i) for i in range(7)]
total=0
# cell
for a in items:
    a.n*=3
    a.tags.append(str(a.n))
    total+=a.n
