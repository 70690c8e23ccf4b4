# expect: serial
# codes: NBP107
# setup
from decimal import Decimal
class Odd:
    n = 0
    def __radd__(self, other):
        Odd.n += 1
        return other + Odd.n
odd, out = Odd(), []
# cell
for p in ['1', '2', '3', '4']:
    out.append((Decimal(p) + odd).quantize(Decimal('0.01')))
