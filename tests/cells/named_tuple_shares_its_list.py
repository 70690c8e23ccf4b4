# expect: serial
# setup
from typing import NamedTuple
class P(NamedTuple):
    x: int
    tags: list
shared = []
points = [P(1, shared), P(2, shared), P(3, shared)]
# cell
for p in points:
    q = p._replace(x=0)
    q.tags.append(len(q.tags))
