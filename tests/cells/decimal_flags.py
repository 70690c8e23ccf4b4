# expect: parallel any
# setup
import decimal
from decimal import Decimal
ctx = decimal.getcontext()
ctx.clear_flags()
out = []
# cell
for i in range(12):
    out.append(Decimal(1) / Decimal(i + 3))
flags = {str(k): v for k, v in decimal.getcontext().flags.items()}
