# expect: parallel
# setup
from typing import NamedTuple
class P(NamedTuple):
    x: int
    tags: list
points = [P(1, ["a"]), P(2, ["b"]), P(3, ["c"])]
# cell
moved, dicts = [], []
for p in points:
    moved.append(p._replace(x=p.x * 2))
    dicts.append(p._asdict())
