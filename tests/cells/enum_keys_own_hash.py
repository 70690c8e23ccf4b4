# expect: serial
# codes: NBP504
# setup
from enum import Enum
class Color(Enum):
    RED = 1
    GREEN = 2
    def __hash__(self):
        return 7
    def __eq__(self, other):
        return True
n = {Color.RED: 0}
# cell
for s in ['red', 'green', 'red', 'red']:
    n[Color[s.upper()]] += 1
