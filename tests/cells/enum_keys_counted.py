# expect: parallel
# setup
from enum import Enum
class Color(Enum):
    RED = 1
    GREEN = 2
n = {c: 0 for c in Color}
# cell
for s in ['red', 'green', 'red', 'red']:
    n[Color[s.upper()]] += 1
